// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.text;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The day of an instant as administrators are shown it: in UTC, as certificates have their dates (RFC 5280). */
public final class UtcDay {
    private UtcDay() {}

    /** Returns the day of {@code instant}; its text is {@code 2027-01-31}. */
    public static LocalDate of(Instant instant) {
        return instant.atZone(ZoneOffset.UTC).toLocalDate();
    }
}
