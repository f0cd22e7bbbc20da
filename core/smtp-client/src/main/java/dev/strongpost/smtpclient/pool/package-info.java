// SPDX-License-Identifier: Apache-2.0
/**
 * Connections that are used again. {@link dev.strongpost.smtpclient.pool.ConnectionPool} lends them; {@code
 * HostConnections} decides for one host who may open one more.
 */
package dev.strongpost.smtpclient.pool;
