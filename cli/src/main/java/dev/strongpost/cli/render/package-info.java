// SPDX-License-Identifier: Apache-2.0
/**
 * Certificates, recipients and requirements as text for people and as documents for programs.
 */
package dev.strongpost.cli.render;
