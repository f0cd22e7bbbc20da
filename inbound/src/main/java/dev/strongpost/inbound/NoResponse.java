// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound;

import java.util.List;

import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPRetCode;

import com.google.common.collect.ImmutableList;

/**
 * The response of one who has nothing to say, or says it later. James's monitors take neither null nor an empty code
 * for that.
 */
final class NoResponse implements Response {
    static final NoResponse INSTANCE = new NoResponse();

    private NoResponse() {}

    /** Returns what James's monitors count; it is not sent. */
    @Override
    public String getRetCode() {
        return SMTPRetCode.MAIL_OK;
    }

    @Override
    public List<CharSequence> getLines() {
        return ImmutableList.of();
    }

    @Override
    public boolean isEndSession() {
        return false;
    }
}
