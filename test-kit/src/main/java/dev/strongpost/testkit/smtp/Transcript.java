// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.smtp;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import com.google.common.collect.ImmutableList;

import dev.strongpost.testkit.smtp.TranscriptLine.Speaker;

/**
 * What was said on one connection up to the moment of asking.
 *
 * @param connection the number of the connection, counted from 1 in the order of arrival
 * @param lines both sides' lines and the receiver's notes, in order
 * @param tls the TLS session, once its handshake is over
 * @param ended whether the connection is closed
 */
public record Transcript(int connection, ImmutableList<TranscriptLine> lines, Optional<TlsFacts> tls, boolean ended) {
    /** Returns the client's lines, commands and authentication answers, in order. */
    public List<String> clientLines() {
        return texts(Speaker.CLIENT);
    }

    /** Returns the receiver's lines in order. */
    public List<String> serverLines() {
        return texts(Speaker.SERVER);
    }

    /** Returns what the receiver noted: failed handshakes, bare line feeds, pipelining that was not offered. */
    public List<String> notes() {
        return texts(Speaker.NOTE);
    }

    /** Returns the first word of each line of the client, in upper case. */
    public List<String> verbs() {
        return clientLines().stream().map(Transcript::verb).toList();
    }

    /** Returns the first word of each line that the client sent outside TLS, in upper case. */
    public List<String> clearVerbs() {
        return lines.stream()
                .filter(line -> line.speaker() == Speaker.CLIENT && !line.tls())
                .map(line -> verb(line.text()))
                .toList();
    }

    private List<String> texts(Speaker speaker) {
        return lines.stream()
                .filter(line -> line.speaker() == speaker)
                .map(TranscriptLine::text)
                .toList();
    }

    private static String verb(String line) {
        int end = line.indexOf(' ');
        return (end < 0 ? line : line.substring(0, end)).toUpperCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return lines.stream()
                .map(TranscriptLine::toString)
                .collect(Collectors.joining("\n", "connection " + connection + "\n", "\n"));
    }
}
