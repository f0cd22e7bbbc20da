// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mtasts;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;

/**
 * The TXT record at {@code _mta-sts.DOMAIN} that says that a domain has a policy (RFC 8461 section 3.1): {@code v=STSv1;
 * id=20160831085700Z;}. Immutable.
 */
public final class StsRecord {
    private static final String VERSION = "v=STSv1";
    private static final String ID = "id";
    private static final int LONGEST_ID = 32;
    private static final CharMatcher VALUE = CharMatcher.inRange('!', '~').and(CharMatcher.noneOf(";="));

    private final String id;

    private StsRecord(String id) {
        this.id = id;
    }

    /** Returns the one record among the TXT records of a name; empty when there is none, several, or a bad one. */
    public static Optional<StsRecord> among(List<String> texts) {
        List<String> records = texts.stream().filter(StsRecord::isMeant).collect(Collectors.toList());
        // RFC 8461 section 3.1: where the number of records is not one, there is no policy.
        return records.size() == 1 ? parse(records.get(0)) : Optional.empty();
    }

    private static boolean isMeant(String text) {
        String rest = text.startsWith(VERSION) ? text.substring(VERSION.length()) : "";
        return StsSyntax.BLANK.trimLeadingFrom(rest).startsWith(";");
    }

    /** Returns the record that {@code text} is; empty when it is none. */
    static Optional<StsRecord> parse(String text) {
        List<String> fields = Splitter.on(';').trimResults(StsSyntax.BLANK).splitToList(text);
        boolean ended = fields.get(fields.size() - 1).isEmpty();
        List<String> behind = fields.subList(1, fields.size() - (ended ? 1 : 0));
        if (!fields.get(0).equals(VERSION)
                || text.startsWith(" ")
                || !behind.stream().allMatch(StsRecord::isField)) {
            return Optional.empty();
        }
        List<String> ids = behind.stream()
                .filter(field -> field.startsWith(ID + "="))
                .map(field -> field.substring(ID.length() + 1))
                .collect(Collectors.toList());
        return ids.size() == 1 && isId(ids.get(0)) ? Optional.of(new StsRecord(ids.get(0))) : Optional.empty();
    }

    private static boolean isField(String field) {
        int equals = field.indexOf('=');
        return equals > 0
                && StsSyntax.isFieldName(field.substring(0, equals))
                && equals + 1 < field.length()
                && VALUE.matchesAllOf(field.substring(equals + 1));
    }

    private static boolean isId(String id) {
        return id.length() <= LONGEST_ID && StsSyntax.ALPHANUMERIC.matchesAllOf(id);
    }

    /** Returns which policy it is: another id means another policy; 1 to 32 letters and digits. */
    public String id() {
        return id;
    }

    /** Returns the record as a domain publishes it. */
    @Override
    public String toString() {
        return VERSION + "; " + ID + "=" + id;
    }
}
