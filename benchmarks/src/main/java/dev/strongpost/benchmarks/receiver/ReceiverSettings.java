// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.receiver;

import java.util.List;
import java.util.stream.Stream;

/**
 * How the receiver behaves.
 *
 * @param hosts how many hosts it plays, from 1
 * @param muteEvery of so many hosts the last accepts connections and never says anything; 0: none
 * @param delayMillis how long after a command its reply is sent; delays of pipelined commands overlap
 * @param pauseMillis how long it looks away after each read of a message, so that a big one takes its time
 * @param tls the highest version of TLS it speaks: 12 or 13
 * @param chunking whether it offers CHUNKING
 */
public record ReceiverSettings(int hosts, int muteEvery, int delayMillis, int pauseMillis, int tls, boolean chunking) {
    /** One host, near, that speaks TLS 1.3. */
    public static final ReceiverSettings PLAIN = new ReceiverSettings(1, 0, 0, 0, 13, true);

    /** Returns the same with so many hosts. */
    public ReceiverSettings withHosts(int count) {
        return new ReceiverSettings(count, muteEvery, delayMillis, pauseMillis, tls, chunking);
    }

    /** Returns the same with one mute host among so many. */
    public ReceiverSettings withMuteEvery(int count) {
        return new ReceiverSettings(hosts, count, delayMillis, pauseMillis, tls, chunking);
    }

    /** Returns the same, so many milliseconds away. */
    public ReceiverSettings withDelay(int millis) {
        return new ReceiverSettings(hosts, muteEvery, millis, pauseMillis, tls, chunking);
    }

    /** Returns the same with a pause of so many milliseconds after each read of a message. */
    public ReceiverSettings withPause(int millis) {
        return new ReceiverSettings(hosts, muteEvery, delayMillis, millis, tls, chunking);
    }

    /** Returns the same with another highest version, 12 or 13. */
    public ReceiverSettings withTls(int version) {
        return new ReceiverSettings(hosts, muteEvery, delayMillis, pauseMillis, version, chunking);
    }

    /** Returns the same, with or without the offer of CHUNKING. */
    public ReceiverSettings withChunking(boolean offered) {
        return new ReceiverSettings(hosts, muteEvery, delayMillis, pauseMillis, tls, offered);
    }

    /** Tells whether host {@code index} never says anything. */
    public boolean isMute(int index) {
        return muteEvery > 0 && index % muteEvery == muteEvery - 1;
    }

    List<String> toArguments() {
        return Stream.<Object>of(hosts, muteEvery, delayMillis, pauseMillis, tls, chunking)
                .map(String::valueOf)
                .toList();
    }

    static ReceiverSettings fromArguments(String[] arguments) {
        return new ReceiverSettings(
                Integer.parseInt(arguments[0]),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]),
                Boolean.parseBoolean(arguments[5]));
    }
}
