// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dns;

import java.util.List;
import java.util.Objects;

/** An MX record (RFC 5321 section 5.1). */
public final class MailExchanger {
    private final int preference;
    private final String host;

    private MailExchanger(int preference, String host) {
        this.preference = preference;
        this.host = host;
    }

    /**
     * Returns the record.
     *
     * @param preference 0 to 65535; the lowest is tried first
     * @param host as the record has it, without the final dot; empty for the root, the null MX of RFC 7505
     */
    public static MailExchanger of(int preference, String host) {
        return new MailExchanger(preference, host.endsWith(".") ? host.substring(0, host.length() - 1) : host);
    }

    /** Tells whether {@code records} are the null MX of a domain that takes no mail: one record, for the root. */
    public static boolean isNullMx(List<MailExchanger> records) {
        return records.size() == 1 && records.get(0).host.isEmpty();
    }

    /** Returns the preference, 0 to 65535. */
    public int preference() {
        return preference;
    }

    /** Returns the host's name without its final dot. Whatever the record has: it need not be a host name. */
    public String host() {
        return host;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MailExchanger
                && ((MailExchanger) other).preference == preference
                && ((MailExchanger) other).host.equals(host);
    }

    @Override
    public int hashCode() {
        return Objects.hash(preference, host);
    }

    @Override
    public String toString() {
        return preference + " " + host + ".";
    }
}
