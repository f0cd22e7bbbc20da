// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.smtp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One conversation from greeting to end: the commands in their order (RFC 5321 section 4.1.4). */
final class ReceiverConnection {
    private final Conversation conversation;
    private final StartTlsStep startTls;
    private final AuthenticationStep authentication;
    private final MailTransactions transactions;
    private boolean greeted;

    ReceiverConnection(Conversation conversation, ReceiverJournal journal) {
        this.conversation = conversation;
        this.startTls = new StartTlsStep(conversation);
        this.authentication = new AuthenticationStep(conversation);
        this.transactions = new MailTransactions(conversation, authentication, journal);
    }

    /** Talks until the client or a fault ends it. */
    void run() throws IOException {
        boolean welcome = conversation.replyOr(
                conversation.behaviour().faultAt(Stage.GREETING),
                "220 " + conversation.behaviour().hostName() + " ESMTP");
        Optional<String> line = conversation.wire().readLine();
        while (line.isPresent()) {
            answer(line.get(), welcome);
            noteEarlyInput();
            line = conversation.wire().readLine();
        }
    }

    private void answer(String line, boolean welcome) throws IOException {
        int space = line.indexOf(' ');
        String verb = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
        String argument = space < 0 ? "" : line.substring(space + 1).trim();
        // RFC 5321 section 3.1: behind a 554 greeting everything but QUIT is out of order.
        if (!welcome && !verb.equals("QUIT")) {
            conversation.reply("503", "5.5.1", "no service here");
            return;
        }
        switch (verb) {
            case "EHLO" -> ehlo();
            case "HELO" -> helo();
            case "STARTTLS" -> startTls();
            case "AUTH" -> authentication.authenticate(argument);
            case "MAIL" -> transactions.mail(argument, greeted);
            case "RCPT" -> transactions.rcpt(argument);
            case "DATA" -> transactions.data();
            case "BDAT" -> transactions.bdat(argument);
            case "RSET" -> transactions.reset();
            case "NOOP" -> conversation.reply("250", "2.0.0", "ok");
            case "VRFY" -> conversation.reply("252", "2.1.5", "send some mail, I will try");
            case "QUIT" -> quit();
            default -> conversation.reply("500", "5.5.2", "unknown command");
        }
    }

    private void ehlo() throws IOException {
        if (conversation.behaviour().isHelloOnly()) {
            conversation.reply("502", "5.5.1", "EHLO not implemented");
            return;
        }
        greeted |= conversation.replyOr(conversation.behaviour().faultAt(Stage.EHLO), capabilities());
        transactions.forget();
    }

    private void helo() throws IOException {
        greeted |= conversation.replyOr(
                conversation.behaviour().faultAt(Stage.EHLO),
                "250 " + conversation.behaviour().hostName());
        transactions.forget();
    }

    private String capabilities() {
        List<String> lines = new ArrayList<>();
        ReceiverBehaviour behaviour = conversation.behaviour();
        lines.add(behaviour.hostName() + " at your service");
        behaviour.capabilities().forEach(capability -> lines.add(keyword(capability, behaviour)));
        if (behaviour.isStartTlsOffered() && !conversation.isSecured()) {
            lines.add("STARTTLS");
        }
        behaviour.credentials().ifPresent(any -> lines.add("AUTH PLAIN LOGIN"));
        String last = lines.remove(lines.size() - 1);
        StringBuilder reply = new StringBuilder();
        lines.forEach(line -> reply.append("250-").append(line).append('\n'));
        return reply.append("250 ").append(last).toString();
    }

    private static String keyword(Capability capability, ReceiverBehaviour behaviour) {
        return capability == Capability.SIZE ? "SIZE " + behaviour.maximumSize() : capability.keyword();
    }

    private void startTls() throws IOException {
        if (startTls.run()) {
            // RFC 3207 section 4.2: all that was known of the client is forgotten.
            greeted = false;
            transactions.forget();
            authentication.forget();
        }
    }

    private void quit() throws IOException {
        conversation.replyAt(Stage.QUIT, "221", "2.0.0", "bye");
        throw conversation.end();
    }

    private void noteEarlyInput() {
        if (!conversation.offers(Capability.PIPELINING) && conversation.wire().hasUnreadInput()) {
            conversation.wire().transcript().note("pipelined though PIPELINING was not offered");
        }
    }
}
