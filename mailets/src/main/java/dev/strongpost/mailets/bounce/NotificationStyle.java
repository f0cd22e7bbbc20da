// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.bounce;

import java.util.Optional;

/** What is the same for all notifications of one kind. Immutable. */
public final class NotificationStyle {
    private static final String DELAY_TEMPLATE = String.join(
            "\n",
            BounceRenderer.ABOUT_MESSAGE,
            "has not been delivered yet to the following recipients:",
            "",
            "    [recipients]",
            "",
            "There is nothing that you have to do: this server will go on trying.",
            "Should it have to give up, it will send you another report.",
            "",
            "What the last attempt ended with:",
            "",
            "    [reply]",
            "",
            BounceRenderer.FACTS);

    /** What became of the mail, RFC 3464 section 2.3.3. */
    enum Action {
        FAILED("failed"),
        DELAYED("delayed");

        private final String word;

        Action(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    private final Action action;
    private final String prefix;
    private final Attachment attachment;
    private final BounceRenderer text;

    private NotificationStyle(Action action, String prefix, Attachment attachment, BounceRenderer text) {
        this.action = action;
        this.prefix = prefix;
        this.attachment = attachment;
        this.text = text;
    }

    /** Returns the style of notifications about mail that is given up. */
    static NotificationStyle failed(String prefix, Attachment attachment, BounceRenderer text) {
        return new NotificationStyle(Action.FAILED, prefix, attachment, text);
    }

    /** Returns the style of notifications about mail that is still being tried. */
    public static NotificationStyle delayed() {
        BounceRenderer text = BounceRenderer.of(Optional.empty(), Optional.of(DELAY_TEMPLATE));
        return new NotificationStyle(Action.DELAYED, "Delayed:", Attachment.HEADS, text);
    }

    Action action() {
        return action;
    }

    String prefix() {
        return prefix;
    }

    Attachment attachment() {
        return attachment;
    }

    BounceRenderer text() {
        return text;
    }
}
