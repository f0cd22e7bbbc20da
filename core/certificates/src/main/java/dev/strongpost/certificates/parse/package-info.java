// SPDX-License-Identifier: Apache-2.0
/**
 * The one reader of keys and certificates, wherever a file of them is accepted. The problem: administrators bring files
 * that OpenSSL, GnuTLS, NSS, keytool and Windows made over twenty years. A reader that knows only some of them drops
 * certificates without a word, or calls a correct password wrong.
 *
 * <ol>
 *   <li>{@link dev.strongpost.certificates.parse.KeyMaterial} is asked for a file, and tells by its octets what it is.
 *   <li>{@code PemBlock} takes text apart (RFC 7468), {@code DerLimits} bounds the nesting of what is binary.
 *   <li>{@code DerReader} tells certificates, bags of them (PKCS#7) and keys (PKCS#1, PKCS#8, SEC 1) apart; {@code
 *       PrivateKeys} and {@code Certificates} make the JDK's objects of them, or name the kind that it cannot use.
 *   <li>{@code PasswordCipher} decrypts (PKCS#5, PKCS#12, DEK-Info) with BouncyCastle's own ciphers, and no security
 *       provider; {@code DecryptionWork} bounds what that costs.
 *   <li>{@link dev.strongpost.certificates.parse.Pkcs12File} reads a PFX (RFC 7292) bag by bag, so that what is there is
 *       seen, whatever attributes it lacks.
 * </ol>
 *
 * <p>What cannot be read is a {@link dev.strongpost.certificates.KeyMaterialException}: one sentence, which names it for
 * what it is.
 */
@ParametersAreNonnullByDefault
package dev.strongpost.certificates.parse;

import javax.annotation.ParametersAreNonnullByDefault;
