// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.google.common.base.Splitter;

import dev.strongpost.testkit.smtp.ReceivedEnvelope.Path;

/** MAIL, RCPT, DATA, BDAT and RSET: the mail transactions of one connection, one after the other. */
final class MailTransactions {
    private final Conversation conversation;
    private final AuthenticationStep authentication;
    private final ReceiverJournal journal;
    private final ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    private Optional<ReceivedEnvelope> current = Optional.empty();
    private int completed;

    MailTransactions(Conversation conversation, AuthenticationStep authentication, ReceiverJournal journal) {
        this.conversation = conversation;
        this.authentication = authentication;
        this.journal = journal;
    }

    void mail(String argument, boolean greeted) throws IOException {
        if (!greeted) {
            conversation.reply("503", "5.5.1", "say EHLO first");
        } else if (current.isPresent()) {
            conversation.reply("503", "5.5.1", "nested MAIL");
        } else if (!authentication.isSatisfied()) {
            conversation.reply("530", "5.7.0", "authentication required");
        } else {
            Optional<Path> sender = path("FROM", argument);
            if (sender.isPresent()) {
                begin(sender.get());
            }
        }
    }

    private void begin(Path sender) throws IOException {
        if (declaredSize(sender) > conversation.behaviour().maximumSize()) {
            conversation.reply("552", "5.3.4", "message too big");
        } else if (conversation.replyAt(Stage.MAIL, "250", "2.1.0", "sender ok")) {
            current = Optional.of(new ReceivedEnvelope(sender));
        }
    }

    void rcpt(String argument) throws IOException {
        if (current.isEmpty()) {
            conversation.reply("503", "5.5.1", "MAIL first");
            return;
        }
        Optional<Path> recipient = path("TO", argument);
        if (recipient.isPresent() && acceptsRecipient(recipient.get().address())) {
            current.get().add(recipient.get());
        }
    }

    private boolean acceptsRecipient(String address) throws IOException {
        ReceiverBehaviour behaviour = conversation.behaviour();
        return conversation.replyOr(
                behaviour.faultFor(address).or(() -> behaviour.faultAt(Stage.RCPT)),
                conversation.compose("250", "2.1.5", "recipient ok"));
    }

    void data() throws IOException {
        if (!hasRecipients() || chunks.size() > 0) {
            conversation.reply("503", "5.5.1", "no valid recipients");
        } else if (conversation.replyAt(Stage.DATA, "354", "2.0.0", "end with a dot")) {
            finish(conversation.wire().readMessage(conversation.behaviour().maximumSize()));
        }
    }

    /** RFC 3030 section 2. */
    void bdat(String argument) throws IOException {
        List<String> words = Splitter.on(' ').splitToList(argument);
        int size = number(words.get(0));
        if (!conversation.offers(Capability.CHUNKING) || size < 0) {
            conversation.reply("500", "5.5.1", "no such BDAT here");
            throw conversation.end();
        }
        byte[] chunk = conversation
                .wire()
                .readChunk(Math.min(size, conversation.behaviour().maximumSize()));
        if (!hasRecipients()) {
            conversation.reply("503", "5.5.1", "no valid recipients");
        } else {
            chunks.write(chunk);
            afterChunk(words.get(words.size() - 1).equalsIgnoreCase("LAST"), chunk.length);
        }
    }

    private void afterChunk(boolean last, int size) throws IOException {
        if (last) {
            boolean tooLong = chunks.size() > conversation.behaviour().maximumSize();
            finish(new MessageContent(chunks.toByteArray(), false, tooLong));
        } else {
            conversation.reply("250", "2.0.0", size + " octets taken");
        }
    }

    void reset() throws IOException {
        forget();
        conversation.replyAt(Stage.RSET, "250", "2.0.0", "forgotten");
    }

    void forget() {
        current = Optional.empty();
        chunks.reset();
    }

    private void finish(MessageContent content) throws IOException {
        ReceivedEnvelope envelope = current.orElseThrow();
        forget();
        if (content.isTooLong()) {
            conversation.reply("552", "5.3.4", "message too big");
        } else if (conversation.replyAt(Stage.END_OF_DATA, "250", "2.0.0", "taken")) {
            record(envelope, content);
        }
    }

    // The 250 is still in the buffer here, so a client that has seen it finds the mail in the journal.
    private void record(ReceivedEnvelope envelope, MessageContent content) throws IOException {
        completed++;
        TranscriptRecorder transcript = conversation.wire().transcript();
        journal.add(new ReceivedMail(transcript.connection(), completed, envelope, content, transcript.tls()));
        if (completed >= conversation.behaviour().transactionsBeforeDrop()) {
            throw conversation.end();
        }
    }

    private boolean hasRecipients() {
        return current.filter(envelope -> !envelope.recipients().isEmpty()).isPresent();
    }

    private Optional<Path> path(String keyword, String argument) throws IOException {
        Optional<Path> path = Path.parse(keyword, argument);
        if (path.isEmpty()) {
            conversation.reply("501", "5.5.4", "that is no " + keyword + ":<path>");
            return path;
        }
        Optional<String> unknown =
                path.get().parameters().stream().filter(this::isUnknown).findFirst();
        if (unknown.isPresent()) {
            // RFC 5321 section 4.1.1.11: a parameter that was not offered.
            conversation.reply("555", "5.5.4", "parameter not offered: " + unknown.get());
            return Optional.empty();
        }
        return path;
    }

    private boolean isUnknown(String parameter) {
        String keyword = parameter.split("=", 2)[0].toUpperCase(Locale.ROOT);
        return !switch (keyword) {
            case "SIZE" -> conversation.offers(Capability.SIZE);
            case "BODY" -> conversation.offers(Capability.EIGHTBITMIME);
            case "SMTPUTF8" -> conversation.offers(Capability.SMTPUTF8);
            case "RET", "ENVID", "NOTIFY", "ORCPT" -> conversation.offers(Capability.DSN);
            case "AUTH" -> conversation.behaviour().credentials().isPresent();
            default -> false;
        };
    }

    private static int declaredSize(Path sender) {
        return sender.parameters().stream()
                .filter(parameter -> parameter.toUpperCase(Locale.ROOT).startsWith("SIZE="))
                .mapToInt(parameter -> number(parameter.substring("SIZE=".length())))
                .findFirst()
                .orElse(0);
    }

    private static int number(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
