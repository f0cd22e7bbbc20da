// SPDX-License-Identifier: Apache-2.0
/**
 * A certificate authority for one test: {@link dev.strongpost.testkit.certificates.TestCertificateAuthority}.
 */
package dev.strongpost.testkit.certificates;
