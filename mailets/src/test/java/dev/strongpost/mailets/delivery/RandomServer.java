// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.common.collect.ConcurrentHashMultiset;
import com.google.common.collect.Multiset;

import dev.strongpost.testkit.smtp.ScriptedServer.Script;

/**
 * A server that keeps to the protocol and has no manners beyond it: it refuses, splits, merges, delays and cuts its
 * replies as a seed has it, and may answer a message twice. Between a 354 and the reply to the message it is silent.
 */
final class RandomServer implements Script {
    private static final Pattern TOKEN = Pattern.compile("Subject: (\\S+)");
    private static final Pattern PATH = Pattern.compile("<(.*)>");

    private final Random random;
    private final boolean pipelining;
    private final boolean chunking;
    private final Map<Integer, Transaction> transactions = new ConcurrentHashMap<>();
    private final Multiset<String> accepted = ConcurrentHashMultiset.create();
    private final Multiset<String> told = ConcurrentHashMultiset.create();
    private final List<String> nonsense = new CopyOnWriteArrayList<>();

    private static final class Transaction {
        private boolean sender;
        private final List<String> recipients = new ArrayList<>();
    }

    RandomServer(long seed) {
        this.random = new Random(seed);
        this.pipelining = random.nextInt(4) > 0;
        this.chunking = random.nextBoolean();
    }

    /** Returns {@code token/recipient} for each time that a message was accepted for a recipient. */
    Multiset<String> accepted() {
        return accepted;
    }

    /** Returns those of {@link #accepted} whose reply went out whole. */
    Multiset<String> told() {
        return told;
    }

    /** Returns the lines that are no commands. */
    List<String> nonsense() {
        return nonsense;
    }

    @Override
    public synchronized String greeting(int connection) {
        transactions.put(connection, new Transaction());
        return chance(20) ? "421 4.3.2 busy\r\n{close}" : shaped("220", "mx ESMTP") + (chance(10) ? "\r\n" : "");
    }

    @Override
    public synchronized String reply(int connection, String command) {
        if (chance(40)) {
            return chance(2) ? "{close}" : shaped("421", "4.3.2 bye") + "{close}";
        }
        Transaction transaction = transactions.getOrDefault(connection, new Transaction());
        if (command.startsWith("EHLO")) {
            return "250-mx\r\n" + (pipelining ? "250-PIPELINING\r\n" : "") + (chunking ? "250-CHUNKING\r\n" : "")
                    + "250 8BITMIME\r\n";
        }
        if (command.startsWith("MAIL FROM:")) {
            transactions.put(connection, new Transaction());
            transactions.get(connection).sender = !chance(8);
            return answer(transactions.get(connection).sender);
        }
        if (command.startsWith("RCPT TO:")) {
            boolean taken = transaction.sender && !chance(5);
            Matcher path = PATH.matcher(command);
            if (taken && path.find()) {
                transaction.recipients.add(path.group(1));
            }
            return answer(taken);
        }
        switch (command) {
            case "DATA":
                return transaction.recipients.isEmpty() || chance(12) ? answer(false) : shaped("354", "go ahead");
            case "RSET":
                transactions.put(connection, new Transaction());
                return shaped("250", "reset");
            case "QUIT":
                return shaped("221", "bye") + "{close}";
            default:
                nonsense.add(command);
                return "500 what\r\n";
        }
    }

    @Override
    public synchronized String taken(int connection, String text) {
        Transaction transaction = transactions.getOrDefault(connection, new Transaction());
        transactions.put(connection, new Transaction());
        Matcher token = TOKEN.matcher(text);
        if (transaction.recipients.isEmpty() || !token.find() || chance(8)) {
            return delay() + answer(false);
        }
        transaction.recipients.forEach(recipient -> accepted.add(token.group(1) + "/" + recipient));
        if (chance(10)) {
            return "{close}";
        }
        transaction.recipients.forEach(recipient -> told.add(token.group(1) + "/" + recipient));
        String reply = delay() + shaped("250", "2.0.0 taken");
        return chance(4)
                ? reply + delay() + shaped("250", "2.0.0 taken")
                : reply + (chance(12) ? "{flush}{close}" : "");
    }

    private boolean chance(int outOf) {
        return random.nextInt(outOf) == 0;
    }

    private String delay() {
        return chance(3) ? "{sleep " + random.nextInt(4) + "}" : "";
    }

    private String answer(boolean yes) {
        return yes ? shaped("250", "2.1.0 ok") : chance(2) ? shaped("451", "4.7.1 later") : shaped("550", "5.7.1 no");
    }

    /** Returns a reply in one of the shapes in which real servers send it. */
    private String shaped(String code, String text) {
        switch (random.nextInt(8)) {
            case 0:
                return code + "\r\n";
            case 1:
                return code + "\t" + text + "\r\n";
            case 2:
                return code + "-" + text + "\r\n" + code + " " + text + "\r\n";
            case 3:
                return code.substring(0, 2) + "{flush}" + code.substring(2) + " " + text + "\r{flush}\n";
            case 4:
                return code + "-\r\n" + code + "\r\n";
            case 5:
                return code + " " + text.repeat(200) + "\r\n";
            case 6:
                return delay() + code + " " + text + "\n{flush}";
            default:
                return code + " " + text + "\r\n";
        }
    }
}
