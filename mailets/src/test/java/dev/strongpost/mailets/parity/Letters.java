// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.parity;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The messages of the parity cases, octet by octet. */
final class Letters {
    private static final String HEADER = "From: a@here.example\r\nTo: b@open.example\r\nSubject: hello\r\n"
            + "Message-ID: <1@here.example>\r\nDate: Mon, 1 Jan 2024 00:00:00 +0000\r\nMIME-Version: 1.0\r\n";

    private static final String LATIN = "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: ";
    private static final String ENCODED = "quoted-printable\r\n\r\nGr=FC=DFe\r\n";
    private static final String ENCODED_BY_JAMES =
            ENCODED.replaceFirst("\r\n", "\r\nX-MIME-Autoconverted: from 8bit to quoted-printable by Mock Server\r\n");

    static final byte[] PLAIN = octets(HEADER + "\r\nhello\r\n");
    static final byte[] WITHOUT_BODY = octets(HEADER + "\r\n");
    static final byte[] DOTS = octets(HEADER + "\r\n.\r\n..\r\n...\r\n.hello\r\nhel.lo.\r\n.\r\n\r\n.");
    static final byte[] LONG_LINE = octets(HEADER + "\r\n" + "0123456789".repeat(1_000) + "\r\nend\r\n");
    static final byte[] BARE_LINE_FEEDS = octets(HEADER + "\r\none\ntwo\n.\nthree\r\n.\nfour\n\n.\r\n");
    static final byte[] NO_LAST_LINE_END = octets(HEADER + "\r\nhello");
    static final byte[] EIGHT_BIT = octets(HEADER + LATIN + "8bit\r\n\r\nGr\u00fc\u00dfe\r\n");
    static final byte[] EIGHT_BIT_PARTS = octets(parts("8bit\r\n\r\nGr\u00fc\u00dfe\r\n"));

    /** {@link #EIGHT_BIT} encoded for a 7-bit host, with all else in its place. */
    static final byte[] EIGHT_BIT_ENCODED = octets(HEADER + LATIN + ENCODED);

    /** The same as James does it. */
    static final byte[] EIGHT_BIT_ENCODED_BY_JAMES = octets(HEADER + LATIN + ENCODED_BY_JAMES);

    /** {@link #EIGHT_BIT_PARTS} encoded for a 7-bit host, with all else in its place. */
    static final byte[] EIGHT_BIT_PARTS_ENCODED = octets(parts(ENCODED));

    static final byte[] LARGE = large(2 * 1024 * 1024);

    /** {@link #PLAIN} as it stands under {@link Aspect#CONTENT}. */
    static final String PLAIN_CONTENT = Outcome.content(PLAIN);

    /** What James makes of it for a 7-bit host. */
    static final String PLAIN_CONTENT_REWRITTEN = Outcome.content(mimeFieldsFirst(PLAIN));

    private Letters() {}

    private static String parts(String latin) {
        return HEADER + "Content-Type: multipart/mixed; boundary=cut\r\n\r\n--cut\r\n" + LATIN + latin
                + "--cut\r\nContent-Type: text/plain\r\n\r\nhello\r\n--cut--\r\n";
    }

    /**
     * Returns the message with its MIME fields moved to the front, which is what James makes of it for a 7-bit host.
     */
    static byte[] mimeFieldsFirst(byte[] message) {
        List<String> lines = text(message).lines().toList();
        List<String> header = lines.subList(0, lines.indexOf(""));
        Stream<String> sorted = Stream.concat(
                header.stream().filter(Letters::isMimeField), header.stream().filter(field -> !isMimeField(field)));
        Stream<String> body = lines.subList(lines.indexOf(""), lines.size()).stream();
        return octets(Stream.concat(sorted, body).map(line -> line + "\r\n").collect(Collectors.joining()));
    }

    private static boolean isMimeField(String field) {
        return field.startsWith("MIME-Version:") || field.startsWith("Content-") || field.startsWith("X-MIME-");
    }

    /** Returns the message with CR LF for each lone LF. */
    static byte[] canonical(byte[] message) {
        return octets(text(message).replace("\r\n", "\n").replace("\n", "\r\n"));
    }

    /** Returns the message with a line end at its end. */
    static byte[] withLineEnd(byte[] message) {
        return octets(text(message) + "\r\n");
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Lines of many lengths, about every third of them beginning with a dot; the same in each run. */
    private static byte[] large(int size) {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder(size + 200).append(HEADER).append("\r\n");
        while (text.length() < size) {
            text.append(random.nextInt(3) == 0 ? "." : "")
                    .append("x".repeat(random.nextInt(80)))
                    .append("\r\n");
        }
        return octets(text.toString());
    }
}
