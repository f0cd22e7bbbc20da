// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.parity;

import java.util.Locale;

/** The ways in which TlsRemoteDelivery is meant not to do what RemoteDelivery does. {@code docs/parity.md} says why. */
enum Difference {
    LAST_REPLY,
    OWN_WORDS,
    ONE_LINE,
    EACH_ITS_REPLY,
    PARTIAL_AT_ONCE,
    REFUSED_SESSION,
    FULL_MAILBOX,
    SIZE_DECLARED,
    SIZE_CHECKED,
    BODY_DECLARED,
    UNTOUCHED,
    PARTS_CONVERTED,
    ON_SUCCESS_FOR_EACH,
    HOST_WITHOUT_ADDRESS,
    NULL_MX,
    ORCPT,
    ONE_TRANSACTION,
    HUNDRED_RECIPIENTS,
    OWN_MISTAKE,
    AUTH_OR_NOTHING,
    OWN_BOUNCE;

    /** Returns the name in the first column of the table in {@code docs/parity.md}. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
