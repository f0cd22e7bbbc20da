// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import com.google.common.collect.ImmutableMap;

import dev.strongpost.dns.AddressFamily;

/** The limits of connections: how many, how long. */
public final class ConnectionSettings {

    /** Builds settings; every value has a default. */
    public static final class Builder {
        private Duration connectTimeout = Duration.ofMinutes(1);
        private Duration replyTimeout = Duration.ofMinutes(3);
        private Duration finalReplyTimeout = Duration.ofMinutes(10);
        private Duration idleTimeout = Duration.ofSeconds(10);
        private int maximum = 1000;
        private int maximumPerHost = 20;
        private int maximumMails = 1000;
        private ImmutableMap<AddressFamily, InetSocketAddress> bindAddresses = ImmutableMap.of();

        private Builder() {}

        /** Sets the time for TCP to connect; 60 seconds by default. */
        public Builder connectTimeout(Duration timeout) {
            connectTimeout = timeout;
            return this;
        }

        /** Sets the time to wait for each reply, and for a handshake; 180 seconds by default. */
        public Builder replyTimeout(Duration timeout) {
            replyTimeout = timeout;
            return this;
        }

        /**
         * Sets the time to wait for the reply to a message; 10 minutes by default (RFC 5321 section 4.5.3.2.6). A server
         * that is given up sooner may have taken the message all the same.
         */
        public Builder finalReplyTimeout(Duration timeout) {
            finalReplyTimeout = timeout;
            return this;
        }

        /** Sets how long an unused connection is kept; 10 seconds by default. Zero keeps none. */
        public Builder idleTimeout(Duration timeout) {
            idleTimeout = timeout;
            return this;
        }

        /** Sets the limit of open connections to all hosts together, at least 1; 1000 by default. */
        public Builder maximum(int connections) {
            maximum = connections;
            return this;
        }

        /** Sets the limit of open connections to one address, at least 1; 20 by default. */
        public Builder maximumPerHost(int connections) {
            maximumPerHost = connections;
            return this;
        }

        /** Sets how many mails one connection takes at the most, at least 1; 1000 by default. */
        public Builder maximumMails(int mails) {
            maximumMails = mails;
            return this;
        }

        /** Sets the local address to connect from, for each family; the system's choice by default. */
        public Builder bindAddresses(Map<AddressFamily, InetSocketAddress> addresses) {
            bindAddresses = ImmutableMap.copyOf(addresses);
            return this;
        }

        /** Returns the settings. */
        public ConnectionSettings build() {
            return new ConnectionSettings(this);
        }
    }

    private final Duration connectTimeout;
    private final Duration replyTimeout;
    private final Duration finalReplyTimeout;
    private final Duration idleTimeout;
    private final int maximum;
    private final int maximumPerHost;
    private final int maximumMails;
    private final ImmutableMap<AddressFamily, InetSocketAddress> bindAddresses;

    private ConnectionSettings(Builder builder) {
        this.connectTimeout = builder.connectTimeout;
        this.replyTimeout = builder.replyTimeout;
        this.finalReplyTimeout = builder.finalReplyTimeout;
        this.idleTimeout = builder.idleTimeout;
        this.maximum = builder.maximum;
        this.maximumPerHost = builder.maximumPerHost;
        this.maximumMails = builder.maximumMails;
        this.bindAddresses = builder.bindAddresses;
    }

    /** Returns a builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    Duration connectTimeout() {
        return connectTimeout;
    }

    Duration replyTimeout() {
        return replyTimeout;
    }

    Duration finalReplyTimeout() {
        return finalReplyTimeout;
    }

    public Duration idleTimeout() {
        return idleTimeout;
    }

    public int maximum() {
        return maximum;
    }

    public int maximumPerHost() {
        return maximumPerHost;
    }

    public int maximumMails() {
        return maximumMails;
    }

    Optional<InetSocketAddress> bindAddress(AddressFamily family) {
        return Optional.ofNullable(bindAddresses.get(family));
    }
}
