// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.store;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import javax.annotation.Nullable;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.parse.FileKind;
import dev.strongpost.certificates.parse.KeyMaterial;
import dev.strongpost.files.FileReplacement;
import dev.strongpost.files.FileReplacementException;

/**
 * A file of keys and certificates, between being read and being replaced. What is done to its {@link #content} is on
 * disk after {@link #save}, and not before. Not thread-safe.
 */
public final class StoreFile {
    private static final int LEAST_PASSWORD = 6;

    private final Path file;
    private final CertificateStore content;

    @Nullable
    private final byte[] old;

    private StoreFile(Path file, CertificateStore content, @Nullable byte[] old) {
        this.file = file;
        this.content = content;
        this.old = old;
    }

    /**
     * Returns the store in that file.
     *
     * @param format empty for what the file looks like
     * @param password asked where the form or an encrypted key needs one
     * @throws KeyMaterialException when there is no such file, it cannot be read, is damaged or cut off, of another
     *     form, or has another password; the sentence names it
     */
    public static StoreFile open(Path file, Optional<StoreFormat> format, Supplier<char[]> password)
            throws KeyMaterialException {
        byte[] bytes = KeyMaterial.bytes(file, KeyMaterial.LARGEST, "a readable key store or PEM file");
        try {
            return new StoreFile(file, decode(bytes, format, password), bytes);
        } catch (KeyMaterialException e) {
            throw KeyMaterial.named(file, e);
        }
    }

    /**
     * Returns what a key store holds that a configuration names, with the type that it gives.
     *
     * @param type {@code PKCS12}, {@code JKS} or {@code PEM}, in any case
     * @throws KeyMaterialException as {@link #open}, and for any other type
     */
    public static CertificateStore read(Path file, String type, char[] password) throws KeyMaterialException {
        Optional<StoreFormat> format = StoreFormat.parse(type);
        if (format.isEmpty()) {
            throw KeyMaterialException.refused("its type cannot be " + type + ", only "
                    + Arrays.stream(StoreFormat.values()).map(StoreFormat::name).collect(Collectors.joining(", ")));
        }
        return open(file, format, password::clone).content();
    }

    private static CertificateStore decode(byte[] bytes, Optional<StoreFormat> format, Supplier<char[]> password)
            throws KeyMaterialException {
        FileKind kind = FileKind.of(bytes);
        Optional<StoreFormat> seen = StoreFormat.of(kind);
        if (seen.isEmpty()) {
            throw KeyMaterialException.unreadable(kind.sentence());
        }
        StoreFormat actual = seen.get();
        if (!format.orElse(actual).equals(actual)) {
            throw KeyMaterialException.unreadable("the file is " + actual + ", not " + format.get());
        }
        switch (actual) {
            case PEM:
                return pem(bytes, password);
            case JKS:
                return JksContent.decode(bytes, password.get());
            default:
                return Pkcs12Content.decode(bytes, password.get());
        }
    }

    private static CertificateStore pem(byte[] bytes, Supplier<char[]> password) throws KeyMaterialException {
        RememberedPassword asked = new RememberedPassword(password);
        KeyMaterial material = KeyMaterial.read(bytes, asked);
        return PemContent.of(material, asked.answer());
    }

    /**
     * Returns a store that is empty, and will be a new file.
     *
     * @param password empty for a PEM file whose key is not encrypted; else at least 6 characters, as keytool wants
     * @throws KeyMaterialException when the file is there already, or the password is too short
     */
    public static StoreFile create(Path file, StoreFormat format, char[] password) throws KeyMaterialException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw KeyMaterialException.refused(file + " is there already");
        }
        boolean unencrypted = format == StoreFormat.PEM && password.length == 0;
        if (!unencrypted && password.length < LEAST_PASSWORD) {
            throw KeyMaterialException.refused(
                    "the password of a key store has at least " + LEAST_PASSWORD + " characters");
        }
        return new StoreFile(file, empty(format, password), null);
    }

    private static CertificateStore empty(StoreFormat format, char[] password) {
        switch (format) {
            case PEM:
                return new PemContent(null, List.of(), password);
            case JKS:
                return JksContent.empty(password);
            default:
                return Pkcs12Content.empty(password);
        }
    }

    /** Returns the file. */
    public Path file() {
        return file;
    }

    /** Returns what is in it, to look at and to change. */
    public CertificateStore content() {
        return content;
    }

    /**
     * Writes the content: a file that only its owner can read, in the place of the old one.
     *
     * @return where the old one is kept; empty for a new file
     * @throws KeyMaterialException when it cannot be written, or is not what it was when it was opened; nothing has
     *     changed then
     */
    public Optional<Path> save(Clock clock) throws KeyMaterialException {
        byte[] encoded = content.encode();
        try {
            FileReplacement replacement = new FileReplacement(file, clock);
            if (old != null) {
                return Optional.of(replacement.replace(old, encoded));
            }
            replacement.create(encoded);
            return Optional.empty();
        } catch (FileReplacementException e) {
            String sentence = String.valueOf(e.getMessage());
            throw e.isConflict() ? KeyMaterialException.refused(sentence) : KeyMaterialException.unreadable(sentence);
        }
    }

    /** Asks for a password at most once, and knows whether it was asked. */
    private static final class RememberedPassword implements Supplier<char[]> {
        private final Supplier<char[]> source;
        private char[] answer = {};

        RememberedPassword(Supplier<char[]> source) {
            this.source = source;
        }

        @Override
        public char[] get() {
            answer = source.get();
            return answer.clone();
        }

        char[] answer() {
            return answer.clone();
        }
    }
}
