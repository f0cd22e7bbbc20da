// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.parse;

import java.util.Optional;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.text.Sanitizer;

/**
 * Reads keys and certificates out of PEM text, in whatever order they are (RFC 7468 sections 5 to 11, with the older
 * labels of programs). What is of another label is passed over, with a remark.
 */
final class PemReader {
    private final Password password;
    private final DecryptionWork work = new DecryptionWork();
    private final KeyMaterial.Builder found;
    private final DerReader reader;

    PemReader(Password password, KeyMaterial.Builder found) {
        this.password = password;
        this.found = found;
        this.reader = new DerReader(password, work, found);
    }

    /**
     * Reads the text.
     *
     * @throws KeyMaterialException when a block of a label that is known is damaged, encrypted with another password or
     *     in an unknown way, or a key of a kind that cannot be used
     */
    void read(byte[] content) throws KeyMaterialException {
        for (PemBlock block : PemBlock.all(content)) {
            read(block);
        }
    }

    private void read(PemBlock block) throws KeyMaterialException {
        byte[] octets = block.octets();
        switch (block.label()) {
            case "CERTIFICATE":
            case "X509 CERTIFICATE":
            case "X.509 CERTIFICATE":
                reader.certificate(octets);
                break;
            case "TRUSTED CERTIFICATE":
                reader.certificate(first(octets));
                break;
            case "PKCS7":
            case "PKCS #7 SIGNED DATA":
            case "CMS":
            case "CERTIFICATE CHAIN":
                reader.bag(DerReader.value(octets));
                break;
            case "PKCS12":
                // As GnuTLS's certtool writes it, unless told otherwise.
                KeyMaterial.pkcs12(DerReader.value(octets), password, found);
                break;
            case "PRIVATE KEY":
                reader.key(DerReader.value(octets));
                break;
            case "ENCRYPTED PRIVATE KEY":
                reader.encryptedKey(DerReader.value(octets));
                break;
            case "RSA PRIVATE KEY":
            case "DSA PRIVATE KEY":
                reader.rsaKey(DerReader.value(plain(block, octets)));
                break;
            case "EC PRIVATE KEY":
                reader.sec1Key(DerReader.value(plain(block, octets)));
                break;
            case "EC PARAMETERS":
                reader.ecParameters(DerReader.value(octets));
                break;
            case "OPENSSH PRIVATE KEY":
                throw KeyMaterialException.refused(
                        "the private key in it is one of OpenSSH, in a form that is not for TLS:"
                                + " ssh-keygen -p -m PKCS8 -f FILE makes one of it that is");
            default:
                found.remark("a block " + Sanitizer.clean(block.label()) + " in it was passed over");
                break;
        }
    }

    /** Returns the certificate of OpenSSL's own form, in which what it is trusted for stands behind it. */
    private static byte[] first(byte[] octets) throws KeyMaterialException {
        return DerReader.encoded(DerReader.value(octets));
    }

    /** Returns the key, decrypted where a header says that it is encrypted (RFC 1421). */
    private byte[] plain(PemBlock block, byte[] octets) throws KeyMaterialException {
        Optional<String> encryption = block.header("DEK-Info");
        return encryption.isEmpty()
                ? octets
                : PasswordCipher.ofHeader(encryption.get(), password)
                        .decrypt(octets, DerReader::isSequence)
                        .orElseThrow(DerReader::wrongPassword);
    }
}
