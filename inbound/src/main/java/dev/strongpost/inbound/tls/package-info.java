// SPDX-License-Identifier: Apache-2.0
/**
 * The TLS of a listener.
 *
 * <p>In the order of use:
 *
 * <ol>
 *   <li>{@code TlsSettings} is its configuration: mode, client certificates, files.
 *   <li>{@code LiveListenerTls} follows the files; {@code ListenerTls} makes the engines and the evidence.
 *   <li>{@code InboundSslHandler} does the handshake, {@code ServerNameKeyManager} chooses the certificate.
 * </ol>
 */
package dev.strongpost.inbound.tls;
