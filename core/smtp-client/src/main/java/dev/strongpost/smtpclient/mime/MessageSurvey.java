// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.mime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import com.google.common.collect.ImmutableSet;

/** Finds out what in a message is beyond ASCII, before anything of it is written. */
final class MessageSurvey implements MimeWalker.Visitor {
    private static final ImmutableSet<String> KNOWN_ENCODINGS =
            ImmutableSet.of("7bit", "8bit", "binary", "quoted-printable", "base64");

    /** Quoted-printable takes three octets for one that it encodes, base64 four for three of any, and reads worse. */
    private static final int DENSE = 3;

    /** What is known of one entity. */
    private static final class Findings {
        private long octets;
        private long beyondAscii;
        /** Whether there is anything beyond ASCII in it, or in the entities inside it. */
        private boolean eightBit;
        /** Whether a boundary line has come, so that what is around the parts is known to be just that. */
        private boolean divided;
    }

    private final List<Findings> findings = new ArrayList<>();

    /** Tells whether anything inside {@code entity} is beyond ASCII. */
    boolean isEightBit(Entity entity) {
        return findings.get(entity.number()).eightBit;
    }

    /** Tells whether the body of {@code entity} itself has octets beyond ASCII. */
    boolean isBodyEightBit(Entity entity) {
        return findings.get(entity.number()).beyondAscii > 0;
    }

    /** Tells whether so much of the body is beyond ASCII that base64 is the shorter encoding. */
    boolean isDense(Entity entity) {
        Findings found = findings.get(entity.number());
        return found.beyondAscii > found.octets / DENSE;
    }

    @Override
    public void header(Entity entity, byte[] separator) throws IOException {
        findings.add(new Findings());
        for (byte[] field : entity.header().fields()) {
            if (Octets.isEightBit(field, field.length)) {
                note(entity);
                requireColon(field);
            }
        }
    }

    /** A line that is no field may be text that readers show. */
    private static void requireColon(byte[] field) throws UnconvertibleException {
        for (byte octet : field) {
            if (octet == ':') {
                return;
            }
        }
        throw new UnconvertibleException("there are 8-bit octets in a line of its header that is no field");
    }

    @Override
    public void body(Entity entity, byte[] octets, int length) throws IOException {
        Findings found = findings.get(entity.number());
        found.octets += length;
        for (int i = 0; i < length; i++) {
            found.beyondAscii += octets[i] < 0 ? 1 : 0;
        }
        if (found.beyondAscii > 0) {
            note(entity);
            requireKnownEncoding(entity);
        }
    }

    private static void requireKnownEncoding(Entity entity) throws UnconvertibleException {
        if (entity.isUndivided()) {
            throw new UnconvertibleException("it has a multipart with 8-bit octets and no boundary");
        }
        if (!KNOWN_ENCODINGS.contains(entity.encoding())) {
            throw new UnconvertibleException("a part of it has 8-bit octets in an encoding that is not of RFC 2045");
        }
    }

    @Override
    public void between(Entity entity, byte[] octets, int length, boolean delimiter) throws IOException {
        findings.get(entity.number()).divided |= delimiter;
        if (Octets.isEightBit(octets, length)) {
            if (delimiter) {
                throw new UnconvertibleException("a boundary of its parts has 8-bit octets");
            }
            note(entity);
        }
    }

    /** Every entity around it is of 8 bits as well. What is signed must arrive as it is, or the signature is broken. */
    private void note(Entity entity) throws UnconvertibleException {
        findings.get(entity.number()).eightBit = true;
        for (Entity around = entity.parent(); around != null; around = around.parent()) {
            if (around.isSigned()) {
                throw new UnconvertibleException(
                        "its signed part has 8-bit octets, and would no longer be what was signed");
            }
            findings.get(around.number()).eightBit = true;
        }
    }

    @Override
    public void end(Entity entity, boolean atDelimiter) throws IOException {
        Findings found = findings.get(entity.number());
        if (found.eightBit && entity.boundary().isPresent() && !found.divided) {
            throw new UnconvertibleException("it has a multipart with 8-bit octets whose boundary never comes");
        }
    }
}
