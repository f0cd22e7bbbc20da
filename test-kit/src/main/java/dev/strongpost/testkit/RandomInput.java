// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Input as an enemy, a broken disk or a tired administrator would write it, from a seed, so that a failure can be
 * repeated: bytes at random, good texts mutated, and words of the language in any order.
 */
public final class RandomInput {
    private static final int MOST_MUTATIONS = 8;

    private final Random random;
    private final List<String> words;
    private final List<byte[]> goodTexts;

    /** Takes the seed, the words of the language, and good texts in it. */
    public RandomInput(long seed, List<String> words, List<byte[]> goodTexts) {
        this.random = new Random(seed);
        this.words = words;
        this.goodTexts = goodTexts;
    }

    /** Returns input of one of the three kinds. */
    public byte[] next() {
        return switch (random.nextInt(4)) {
            case 0 -> bytes();
            case 1 -> ofWords();
            default -> mutated();
        };
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] ofWords() {
        StringBuilder text = new StringBuilder();
        for (int count = random.nextInt(30); count > 0; count--) {
            text.append(word()).append(random.nextInt(4) == 0 ? " " : "");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private String word() {
        return words.get(random.nextInt(words.size()));
    }

    private byte[] mutated() {
        byte[] text = goodText();
        for (int count = 1 + random.nextInt(MOST_MUTATIONS); count > 0; count--) {
            text = mutated(text);
        }
        return text;
    }

    private byte[] goodText() {
        return goodTexts.get(random.nextInt(goodTexts.size()));
    }

    private byte[] mutated(byte[] text) {
        int from = random.nextInt(text.length + 1);
        int to = Math.min(text.length, from + random.nextInt(40));
        byte[] some = Arrays.copyOfRange(text, from, to);
        return switch (random.nextInt(7)) {
            case 0 -> replace(text, from, to, new byte[0]);
            case 1 -> replace(text, from, from, some);
            case 2 -> replace(text, from, from, word().getBytes(StandardCharsets.UTF_8));
            case 3 -> replace(text, from, to, word().getBytes(StandardCharsets.UTF_8));
            case 4 -> Arrays.copyOf(text, from);
            case 5 -> replace(text, from, Math.min(text.length, from + 1), new byte[] {(byte) random.nextInt(256)});
            default -> replace(text, from, from, goodText());
        };
    }

    private static byte[] replace(byte[] text, int from, int to, byte[] with) {
        ByteArrayOutputStream replaced = new ByteArrayOutputStream();
        replaced.write(text, 0, from);
        replaced.writeBytes(with);
        replaced.write(text, to, text.length - to);
        return replaced.toByteArray();
    }
}
