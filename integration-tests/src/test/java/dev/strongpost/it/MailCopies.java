// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.strongpost.testkit.smtp.ReceivedMail;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/** How often each of many mails has arrived, or come back: each has a line that ends in {@code token-} and its number. */
final class MailCopies {
    private static final Pattern TOKEN = Pattern.compile("(?m)token-(\\d+)\r?$");

    private MailCopies() {}

    /** Returns the copies that those hosts have received together, by the number of the mail. */
    static Map<Integer, Integer> at(SmtpReceiver... hosts) {
        Map<Integer, Integer> copies = new HashMap<>();
        for (SmtpReceiver host : hosts) {
            for (ReceivedMail mail : host.received()) {
                Matcher token = TOKEN.matcher(mail.text());
                if (token.find()) {
                    copies.merge(Integer.valueOf(token.group(1)), 1, Integer::sum);
                }
            }
        }
        return copies;
    }
}
