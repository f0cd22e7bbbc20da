// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.parity;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.mailet.base.test.FakeMailContext;
import org.apache.mailet.base.test.FakeMailContext.BouncedMail;
import org.apache.mailet.base.test.FakeMailContext.SentMail;

import com.google.common.hash.Hashing;

import dev.strongpost.mailets.delivery.DeliveryFixture;
import dev.strongpost.testkit.smtp.ReceivedMail;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/** What became of one mail, as text that can be compared and read: each aspect in sorted lines. */
record Outcome(Map<Aspect, List<String>> aspects) {
    private static final String SIZE = "SIZE=";

    static Outcome of(List<SmtpReceiver> hosts, FakeMailContext context, RecordingQueues queues) {
        Map<Aspect, List<String>> aspects = new EnumMap<>(Aspect.class);
        List<Arrival> arrivals = arrivals(hosts);
        aspects.put(Aspect.DELIVERED, sorted(arrivals.stream().flatMap(Arrival::recipients)));
        aspects.put(Aspect.ENVELOPE, sorted(arrivals.stream().flatMap(Arrival::envelopes)));
        aspects.put(Aspect.SIZE, sorted(arrivals.stream().flatMap(Arrival::size)));
        aspects.put(
                Aspect.CONTENT, sorted(arrivals.stream().map(Arrival::content).distinct()));
        aspects.put(Aspect.MESSAGES, List.of(String.valueOf(arrivals.size())));
        List<HandedOn> handedOn = handedOn(context);
        aspects.put(Aspect.HANDED_ON, sorted(handedOn.stream().map(HandedOn::toString)));
        aspects.put(Aspect.CODE, sorted(handedOn.stream().map(HandedOn::code)));
        aspects.put(Aspect.TEXT, sorted(handedOn.stream().map(HandedOn::text).map(Outcome::withoutAddresses)));
        aspects.put(
                Aspect.QUEUED, queues.enqueued().stream().map(Object::toString).toList());
        return new Outcome(aspects);
    }

    private record Arrival(int host, ReceivedMail mail) {
        Stream<String> recipients() {
            return mail.recipientAddresses().stream().map(address -> address + " at " + host);
        }

        Stream<String> envelopes() {
            return mail.recipients().stream()
                    .map(recipient -> ("<" + mail.sender() + ">" + words(mail.mailParameters().stream())
                            + " to <" + recipient.address() + ">"
                            + words(recipient.parameters().stream())));
        }

        private static String words(Stream<String> parameters) {
            return parameters
                    .filter(word -> !word.startsWith(SIZE))
                    .sorted()
                    .map(word -> " " + word)
                    .collect(Collectors.joining());
        }

        Stream<String> size() {
            return mail.mailParameters().stream().filter(word -> word.startsWith(SIZE));
        }

        String content() {
            return Outcome.content(mail.content());
        }
    }

    /** Returns octets as they stand under {@link Aspect#CONTENT}. */
    static String content(byte[] octets) {
        boolean eightBit = IntStream.range(0, octets.length).anyMatch(i -> octets[i] < 0);
        return octets.length + " octets, " + (eightBit ? "8" : "7") + " bit, "
                + Hashing.sha256().hashBytes(octets).toString().substring(0, 8);
    }

    private static List<Arrival> arrivals(List<SmtpReceiver> hosts) {
        return IntStream.range(0, hosts.size())
                .boxed()
                .flatMap(i -> hosts.get(i).received().stream().map(mail -> new Arrival(i + 1, mail)))
                .toList();
    }

    private record HandedOn(String processor, List<String> recipients, String permanent, String code, String text) {
        static HandedOn of(SentMail mail) {
            return new HandedOn(
                    mail.getState(),
                    DeliveryFixture.recipientsOf(mail),
                    DeliveryFixture.attribute(mail, "is-delivery-permanent-error"),
                    DeliveryFixture.attribute(mail, "delivery-error-code"),
                    DeliveryFixture.attribute(mail, "delivery-error"));
        }

        static HandedOn of(BouncedMail bounced) {
            HandedOn mail = of(bounced.getSentMail());
            return new HandedOn(
                    "(bounced)",
                    mail.recipients,
                    mail.permanent,
                    "",
                    bounced.getMessage().trim());
        }

        @Override
        public String toString() {
            return processor + ": " + String.join(",", recipients)
                    + switch (permanent) {
                        case "true" -> " permanent";
                        case "false" -> " temporary";
                        default -> "";
                    };
        }
    }

    private static List<HandedOn> handedOn(FakeMailContext context) {
        return Stream.concat(
                        context.getSentMails().stream().map(HandedOn::of),
                        context.getBouncedMails().stream().map(HandedOn::of))
                .toList();
    }

    private static String withoutAddresses(String text) {
        return text.replaceAll("\\s+", " ").replaceAll("127(\\.\\d+){3}", "IP").replaceAll(":\\d{4,5}\\b", ":PORT");
    }

    private static List<String> sorted(Stream<String> lines) {
        return lines.sorted().toList();
    }

    List<String> get(Aspect aspect) {
        return aspects.get(aspect);
    }
}
