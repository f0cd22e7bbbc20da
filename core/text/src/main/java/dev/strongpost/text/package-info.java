// SPDX-License-Identifier: Apache-2.0
/**
 * Foreign text: what a host, a certificate, a file or an administrator wrote.
 *
 * <p>In the order of use:
 *
 * <ol>
 *   <li>{@link dev.strongpost.text.Sanitizer} makes it fit for logs, headers and terminals.
 *   <li>{@link dev.strongpost.text.InvalidValueException} says of a value what is allowed in its place.
 * </ol>
 */
package dev.strongpost.text;
