// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.smtp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.google.common.collect.ImmutableList;

import dev.strongpost.testkit.smtp.TranscriptLine.Speaker;

/** The transcript of one connection while it is being written; for any thread. Holds so many lines and no more. */
final class TranscriptRecorder {
    private static final int MAXIMUM_LINES = 50_000;

    private final int connection;
    private final List<TranscriptLine> lines = new ArrayList<>();
    private Optional<TlsFacts> tls = Optional.empty();
    private boolean ended;

    TranscriptRecorder(int connection) {
        this.connection = connection;
    }

    int connection() {
        return connection;
    }

    synchronized void client(String text) {
        add(Speaker.CLIENT, text);
    }

    synchronized void server(String text) {
        text.lines().forEach(line -> add(Speaker.SERVER, line));
    }

    synchronized void note(String text) {
        add(Speaker.NOTE, text);
    }

    /** Marks every later line as said inside this session. */
    synchronized void tls(TlsFacts facts) {
        this.tls = Optional.of(facts);
        add(Speaker.NOTE, "handshake done: " + facts);
    }

    synchronized Optional<TlsFacts> tls() {
        return tls;
    }

    synchronized void end() {
        ended = true;
    }

    synchronized Transcript snapshot() {
        return new Transcript(connection, ImmutableList.copyOf(lines), tls, ended);
    }

    private void add(Speaker speaker, String text) {
        if (lines.size() < MAXIMUM_LINES) {
            lines.add(new TranscriptLine(speaker, tls.isPresent(), Instant.now(), text));
        }
    }
}
