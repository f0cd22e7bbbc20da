// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;

/**
 * The name of a subject or an issuer as Sendmail has it in {@code ${cert_subject}} and {@code ${cert_issuer}} (cf/README,
 * "Allowing Connections"): OpenSSL's one line, {@code /C=DE/O=Partner Ltd/CN=CA}, the most specific part last, in which
 * blanks, brackets, quotes and {@code +} are written as {@code +} and two hexadecimal digits, and what is not ASCII as
 * {@code \x} and two. A slash within a value looks like the next part, unless no type follows it.
 */
final class SendmailName {
    private static final Pattern PART =
            Pattern.compile("([A-Za-z][A-Za-z0-9.-]*|[0-9]+(?:\\.[0-9]+)+)=(.*)", Pattern.DOTALL);

    /** Short names of OpenSSL that RFC 4514 does not know, or that mean something else elsewhere. */
    private static final ImmutableMap<String, String> TYPES = ImmutableMap.<String, String>builder()
            .put("SN", "2.5.4.4")
            .put("GN", "2.5.4.42")
            .put("INITIALS", "2.5.4.43")
            .put("TITLE", "2.5.4.12")
            .put("STREET", "2.5.4.9")
            .put("POSTALCODE", "2.5.4.17")
            .put("NAME", "2.5.4.41")
            .put("DNQUALIFIER", "2.5.4.46")
            .put("PSEUDONYM", "2.5.4.65")
            .put("ORGANIZATIONIDENTIFIER", "2.5.4.97")
            .build();

    private SendmailName() {}

    /**
     * Returns the name as {@code issuer=} and {@code subject=} write it (RFC 4514).
     *
     * @throws UntranslatableException when it is none
     */
    static String toRfc4514(String written) throws UntranslatableException {
        String line = decoded(written);
        if (!line.startsWith("/")) {
            throw new UntranslatableException("a name begins with a slash: " + written);
        }
        List<String> parts = new ArrayList<>();
        for (String part : Splitter.on('/').splitToList(line.substring(1))) {
            if (PART.matcher(part).matches() || parts.isEmpty()) {
                parts.add(part);
            } else {
                parts.set(parts.size() - 1, parts.get(parts.size() - 1) + "/" + part);
            }
        }
        List<String> translated = new ArrayList<>();
        for (String part : Lists.reverse(parts)) {
            translated.add(part(part));
        }
        return String.join(",", translated);
    }

    private static String part(String part) throws UntranslatableException {
        Matcher matcher = PART.matcher(part);
        if (!matcher.matches()) {
            throw new UntranslatableException("no type in a part of a name: /" + part);
        }
        String type = matcher.group(1);
        return TYPES.getOrDefault(type.toUpperCase(Locale.ROOT), type) + "=" + escaped(matcher.group(2));
    }

    /** RFC 4514 section 2.4. */
    private static String escaped(String value) {
        StringBuilder escaped = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean edge = c == ' ' && (i == 0 || i == value.length() - 1);
            boolean special = ",+\"\\<>;=".indexOf(c) >= 0 || (c == '#' && i == 0);
            if (edge || special) {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return escaped.toString();
    }

    private static String decoded(String written) throws UntranslatableException {
        byte[] octets = octetsBehindBackslashes(octetsBehindPluses(written.getBytes(StandardCharsets.UTF_8)));
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UntranslatableException("a name that is not UTF-8: " + written);
        }
    }

    private static byte[] octetsBehindPluses(byte[] text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (int i = 0; i < text.length; i++) {
            int value = text[i] == '+' ? hexadecimal(text, i + 1) : -1;
            octets.write(value < 0 ? text[i] : value);
            i += value < 0 ? 0 : 2;
        }
        return octets.toByteArray();
    }

    private static byte[] octetsBehindBackslashes(byte[] text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (int i = 0; i < text.length; i++) {
            boolean escape = text[i] == '\\' && i + 1 < text.length && text[i + 1] == 'x';
            int value = escape ? hexadecimal(text, i + 2) : -1;
            octets.write(value < 0 ? text[i] : value);
            i += value < 0 ? 0 : 3;
        }
        return octets.toByteArray();
    }

    private static int hexadecimal(byte[] text, int at) {
        if (at + 1 >= text.length) {
            return -1;
        }
        int high = Character.digit(text[at], 16);
        int low = Character.digit(text[at + 1], 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }
}
