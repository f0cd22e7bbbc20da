// SPDX-License-Identifier: Apache-2.0
/**
 * Mail and name servers of Debian, each in a root of its own, as {@code integration-tests/src/test/bin/peers} unpacks
 * them: {@link dev.strongpost.testkit.peers.RealServer}.
 */
package dev.strongpost.testkit.peers;
