// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The header of one entity, octet for octet: its fields with the lines that continue them, line ends included. */
final class Header {
    /** James refuses larger ones long before. */
    private static final int LARGEST = 1 << 20;

    private final List<ByteArrayOutputStream> fields = new ArrayList<>();
    private int size;

    /** Adds a piece of a line, which continues a field or begins one. */
    void add(byte[] octets, int length, boolean begins) throws IOException {
        size += length;
        if (size > LARGEST) {
            throw new UnconvertibleException("its header is larger than " + LARGEST + " octets");
        }
        boolean continues = !begins || octets[0] == ' ' || octets[0] == '\t';
        if (fields.isEmpty() || !continues) {
            fields.add(new ByteArrayOutputStream(length));
        }
        fields.get(fields.size() - 1).write(octets, 0, length);
    }

    /** Returns the fields in order. */
    List<byte[]> fields() {
        List<byte[]> all = new ArrayList<>();
        fields.forEach(field -> all.add(field.toByteArray()));
        return all;
    }

    /** Returns the value of the first field {@code name}, in lower case, on one line; each octet a character. */
    Optional<String> value(String name) {
        return fields.stream()
                .map(ByteArrayOutputStream::toByteArray)
                .filter(field -> isNamed(field, name))
                .map(field -> new String(field, StandardCharsets.ISO_8859_1))
                .map(field -> field.substring(field.indexOf(':') + 1)
                        .replace("\r", "")
                        .replace("\n", "")
                        .trim())
                .findFirst();
    }

    /** Tells whether {@code field} has the name {@code name}, in lower case. */
    static boolean isNamed(byte[] field, String name) {
        return isNamed(field, field.length, name);
    }

    /** Tells whether the first {@code length} octets of {@code field} begin with the name {@code name}. */
    static boolean isNamed(byte[] field, int length, String name) {
        if (length <= name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (lower(field[i]) != name.charAt(i)) {
                return false;
            }
        }
        int after = name.length();
        while (after < length && (field[after] == ' ' || field[after] == '\t')) {
            after++;
        }
        return after < length && field[after] == ':';
    }

    private static int lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + 'a' - 'A' : octet;
    }
}
