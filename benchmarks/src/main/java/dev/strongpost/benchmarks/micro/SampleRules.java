// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.micro;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * A policy table of any size, of every kind of rule: of ten rules seven are for a domain, and one each for a user, a
 * domain without its sub-domains, and sub-domains only. What follows behind is one of eight texts, as in a real table.
 */
public final class SampleRules {
    private static final List<String> TERMS = List.of(
            "",
            "",
            "",
            " may",
            " verify",
            " secure match=nexthop,dot-nexthop",
            " encrypt bits=256 protocol=TLSv1.3",
            " encrypt failure=defer");

    private static final int KINDS = 10;
    private static final int USER = 7;
    private static final int EXACT = 8;
    private static final int SUB_DOMAINS = 9;

    private static final long SEED = 20261121;

    private SampleRules() {}

    /** Returns the text of a table with that many rules. */
    public static byte[] text(int rules) {
        StringBuilder text = new StringBuilder();
        for (int rule = 0; rule < rules; rule++) {
            text.append(who(rule)).append(TERMS.get(rule % TERMS.size())).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String who(int rule) {
        return switch (rule % KINDS) {
            case USER -> user(rule) + "@" + domain(rule);
            case EXACT -> "=" + domain(rule);
            case SUB_DOMAINS -> "." + domain(rule);
            default -> domain(rule);
        };
    }

    private static String domain(int rule) {
        // Multiplied by an odd number: as many different names, in no order.
        String word = Integer.toString((rule * 0x9E3779B1) >>> 4, Character.MAX_RADIX);
        return "mail" + word + (rule % 3 == 0 ? ".co" : "") + ".partner" + rule % 97 + ".example";
    }

    private static String user(int rule) {
        return "user" + Integer.toString(rule * 31, Character.MAX_RADIX);
    }

    /** Returns recipients at domains that have a rule, at random. */
    public static List<Recipient> hits(int rules, int count) {
        return recipients(count, random -> KINDS * random, rules / KINDS, rule -> new Recipient("anna", domain(rule)));
    }

    /** Returns the recipients of {@link #hits} in upper case. */
    public static List<Recipient> upperCaseHits(int rules, int count) {
        return hits(rules, count).stream()
                .map(hit -> new Recipient(
                        hit.local().toUpperCase(Locale.ROOT), hit.domain().toUpperCase(Locale.ROOT)))
                .toList();
    }

    /** Returns recipients that have a rule each, at random. */
    public static List<Recipient> userHits(int rules, int count) {
        return recipients(
                count, random -> KINDS * random + USER, rules / KINDS, rule -> new Recipient(user(rule), domain(rule)));
    }

    /** Returns recipients at domains of six labels of which none has a rule. */
    public static List<Recipient> misses(int count) {
        return recipients(
                count,
                random -> random,
                Integer.MAX_VALUE,
                number -> new Recipient(
                        "anna",
                        "a.b.c.d" + number % 256 + ".n" + Integer.toString(number, Character.MAX_RADIX) + ".test"));
    }

    private static List<Recipient> recipients(
            int count, IntUnaryOperator rule, int bound, IntFunction<Recipient> recipient) {
        Random random = new Random(SEED);
        return IntStream.generate(() -> random.nextInt(bound))
                .limit(count)
                .map(rule)
                .mapToObj(recipient)
                .toList();
    }

    /** A recipient's address in its two parts. */
    public record Recipient(String local, String domain) {
        @Override
        public String toString() {
            return local + "@" + domain;
        }
    }
}
