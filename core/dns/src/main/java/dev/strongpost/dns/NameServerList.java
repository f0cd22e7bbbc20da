// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import javax.annotation.Nullable;

import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

import com.google.common.collect.ImmutableList;

/**
 * Name servers that are asked in their order, each time anew: the next one only when the one before gave no answer that
 * can be relied on. (dnsjava's own list goes on to prefer a later server once an earlier one has failed.) A referral is
 * no answer: it says that the server does not resolve, not that there are no records (RFC 2308 section 2.2).
 */
final class NameServerList {
    /** A lost packet is sent again. */
    private static final int TRIES = 2;

    private final ImmutableList<SimpleResolver> servers;

    private NameServerList(List<SimpleResolver> servers) {
        this.servers = ImmutableList.copyOf(servers);
    }

    /**
     * Returns the list of {@code addresses}, each of which has {@code timeout} for its answer.
     *
     * @param withSignatures whether answers come with signatures (the DO bit, RFC 4035 section 3.2.1)
     */
    static NameServerList of(List<InetSocketAddress> addresses, Duration timeout, boolean withSignatures) {
        return new NameServerList(addresses.stream()
                .map(SimpleResolver::new)
                .peek(server -> server.setTimeout(timeout.dividedBy(TRIES)))
                .peek(server -> server.setEDNS(0, 0, withSignatures ? ExtendedFlags.DO : 0, List.of()))
                .collect(ImmutableList.toImmutableList()));
    }

    /** Returns the answer to {@code query}: NOERROR or NXDOMAIN. Fails where there is none. */
    CompletionStage<Message> send(Message query) {
        if (servers.isEmpty()) {
            return CompletableFuture.failedFuture(new IOException("no name server is known"));
        }
        CompletableFuture<Message> answer = new CompletableFuture<>();
        ask(query, 0, answer);
        return answer;
    }

    private void ask(Message query, int attempt, CompletableFuture<Message> result) {
        CompletableFuture<?> unused = askOne(servers.get(attempt / TRIES), query)
                .whenComplete((answer, failure) -> {
                    // A server that has said no says it again; only silence is tried twice.
                    int next = isRefusal(failure) ? (attempt / TRIES + 1) * TRIES : attempt + 1;
                    if (failure == null) {
                        result.complete(answer);
                    } else if (next < servers.size() * TRIES) {
                        ask(query, next, result);
                    } else {
                        result.completeExceptionally(failure);
                    }
                });
    }

    private static boolean isRefusal(@Nullable Throwable failure) {
        return failure instanceof Refusal || (failure != null && failure.getCause() instanceof Refusal);
    }

    private static CompletableFuture<Message> askOne(SimpleResolver server, Message query) {
        try {
            return server.sendAsync(query).toCompletableFuture().thenCompose(NameServerList::judged);
        } catch (RuntimeException e) {
            // An address of a family that this machine does not have, for example.
            return CompletableFuture.failedFuture(new Refusal(String.valueOf(e.getMessage())));
        }
    }

    private static CompletableFuture<Message> judged(Message answer) {
        int code = answer.getRcode();
        if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
            return CompletableFuture.failedFuture(new Refusal(Rcode.string(code)));
        }
        return isReferral(answer)
                ? CompletableFuture.failedFuture(new Refusal("a referral"))
                : CompletableFuture.completedFuture(answer);
    }

    private static boolean isReferral(Message answer) {
        return answer.getRcode() == Rcode.NOERROR
                && answer.getSection(Section.ANSWER).isEmpty()
                && has(answer, Type.NS)
                && !has(answer, Type.SOA);
    }

    private static boolean has(Message answer, int type) {
        return answer.getSection(Section.AUTHORITY).stream().anyMatch(record -> record.getType() == type);
    }

    /** A server has answered that it does not answer. */
    private static final class Refusal extends IOException {
        private static final long serialVersionUID = 1L;

        private Refusal(String message) {
            super(message);
        }
    }

    /** Returns how long one server is waited for, in one try. */
    Duration timeout() {
        return servers.isEmpty() ? Duration.ZERO : servers.get(0).getTimeout();
    }
}
