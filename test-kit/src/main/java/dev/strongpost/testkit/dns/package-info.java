// SPDX-License-Identifier: Apache-2.0
/**
 * A name server for the zones of a test: {@link dev.strongpost.testkit.dns.FakeDns}.
 */
package dev.strongpost.testkit.dns;
