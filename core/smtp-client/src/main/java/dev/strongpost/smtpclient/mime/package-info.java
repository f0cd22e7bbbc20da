// SPDX-License-Identifier: Apache-2.0
/**
 * Messages for servers that do not announce 8BITMIME (RFC 6152), and without what is not for their recipients. Works on
 * octets: no character set is known here, so that none can be mistaken.
 *
 * <p>In the order of use:
 *
 * <ol>
 *   <li>{@link dev.strongpost.smtpclient.mime.HiddenFields} leaves out {@code Bcc} and the like.
 *   <li>{@link dev.strongpost.smtpclient.mime.SevenBitConversion} has a message divided into lines ({@code LinePieces})
 *       and those into entities ({@code MimeWalker}, {@code Entity}, {@code Header}), twice:
 *   <li>{@code MessageSurvey} finds out what has to be encoded; or throws
 *       {@link dev.strongpost.smtpclient.mime.UnconvertibleException}, for a signed part for example.
 *   <li>The second time it is written: bodies by {@code BodyEncoder}, headers by {@code HeaderFieldEncoder} and {@code
 *       EncodedWords}.
 * </ol>
 */
package dev.strongpost.smtpclient.mime;
