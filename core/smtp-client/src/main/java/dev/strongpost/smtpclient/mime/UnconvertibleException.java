// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.mime;

import java.io.IOException;

/** A message that has no form in 7 bits. The message ends the sentence "The message cannot be converted: ...". */
public final class UnconvertibleException extends IOException {
    private static final long serialVersionUID = 1L;

    UnconvertibleException(String why) {
        super(why);
    }
}
