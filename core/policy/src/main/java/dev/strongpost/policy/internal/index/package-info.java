// SPDX-License-Identifier: Apache-2.0
/**
 * How the rules of a table are kept and found: packed bytes behind a Bloom filter (docs/adr/0011), so that a million
 * rules fit and a lookup makes no object. {@link dev.strongpost.policy.internal.index.TableIndex} is the one class that
 * others use; {@code RuleLookup} has the order of rules, for outbound and inbound alike.
 */
package dev.strongpost.policy.internal.index;
