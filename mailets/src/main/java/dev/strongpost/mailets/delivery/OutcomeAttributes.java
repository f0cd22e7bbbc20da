// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.apache.james.transport.mailets.remote.delivery.Bouncer;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

import com.google.common.base.Splitter;

import dev.strongpost.james.TlsMailAttributes;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsFailure;
import dev.strongpost.smtpclient.protocol.SmtpReply;

/**
 * Writes on a mail how its delivery ended, for the processor that gets it: {@link TlsMailAttributes}, and those of
 * James's RemoteDelivery. What an earlier delivery of the same mail left is taken off first. Headers are not touched.
 */
final class OutcomeAttributes {
    private OutcomeAttributes() {}

    /** Says of {@code copy} which mail it is of, by the name that the log of its delivery has. */
    static void copied(Mail copy, Mail mail) {
        set(copy, TlsMailAttributes.MAIL, mail.getName());
    }

    /** Says of {@code mail} that it failed, how, and by which rule if one was the cause. */
    static void failed(Mail mail, DeliveryFailure failure) {
        clear(mail);
        mail.setAttribute(new Attribute(Bouncer.IS_DELIVERY_PERMANENT_ERROR, AttributeValue.of(failure.isPermanent())));
        set(mail, Bouncer.DELIVERY_ERROR, failure.text());
        replyCode(failure.text())
                .ifPresent(
                        code -> mail.setAttribute(new Attribute(Bouncer.DELIVERY_ERROR_CODE, AttributeValue.of(code))));
        set(mail, TlsMailAttributes.REPLY, failure.text());
        set(mail, TlsMailAttributes.STATUS, failure.status());
        // RFC 3464 section 2.3.5: the host that reported. Sendmail names it where a rule is the cause, and so do we.
        failure.destination()
                .filter(destination -> failure.isReply() || failure.policy().isPresent())
                .ifPresent(destination -> set(mail, TlsMailAttributes.REMOTE_MTA, destination.hostName()));
        failure.policy().ifPresent(policy -> {
            set(mail, TlsMailAttributes.REASON, policy.reason().word());
            set(mail, TlsMailAttributes.REQUIRED, policy.requirement().describe());
            set(mail, TlsMailAttributes.OFFERED, policy.offered());
            set(mail, TlsMailAttributes.RULE, policy.requirement().rule());
            policy.requirement().note().ifPresent(note -> set(mail, TlsMailAttributes.NOTE, note));
        });
    }

    private static Optional<Integer> replyCode(String text) {
        return SmtpReply.parse(text).map(SmtpReply::code).filter(code -> code >= 400);
    }

    /** Says of {@code mail} that it was delivered, to which host, under which rule, over which TLS. */
    static void delivered(Mail mail, Delivered delivered) {
        clear(mail);
        TlsEvidence evidence = delivered.evidence();
        set(mail, TlsMailAttributes.REMOTE_MTA, delivered.destination().hostName());
        set(mail, TlsMailAttributes.RULE, delivered.requirement().rule());
        set(mail, TlsMailAttributes.REPLY, delivered.reply().toString());
        set(mail, TlsMailAttributes.BITS, String.valueOf(evidence.secretBits()));
        evidence.session().ifPresent(session -> {
            set(mail, TlsMailAttributes.PROTOCOL, session.protocol().word());
            set(mail, TlsMailAttributes.SUITE, session.suite());
        });
        delivered.wouldHaveFailed().ifPresent(failure -> wouldHaveFailed(mail, failure));
    }

    private static void wouldHaveFailed(Mail mail, TlsFailure failure) {
        set(mail, TlsMailAttributes.WOULD_HAVE_FAILED, failure.reply());
        set(mail, TlsMailAttributes.REASON, failure.reason().word());
    }

    /** Notes that {@code rule} hands {@code mail} to its processor. */
    static void handedOver(Mail mail, String rule) {
        List<String> rules = new ArrayList<>(handedOverBy(mail));
        rules.add(rule);
        set(mail, TlsMailAttributes.HANDED_OVER, rules.stream().distinct().collect(Collectors.joining("\n")));
    }

    /** Tells whether {@code rule} has handed {@code mail} to its processor before. */
    static boolean wasHandedOver(Mail mail, String rule) {
        return handedOverBy(mail).contains(rule);
    }

    private static List<String> handedOverBy(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, TlsMailAttributes.HANDED_OVER, String.class)
                .map(rules -> Splitter.on('\n').splitToList(rules))
                .orElse(List.of());
    }

    private static void clear(Mail mail) {
        TlsMailAttributes.OUTCOME.forEach(mail::removeAttribute);
        mail.removeAttribute(Bouncer.DELIVERY_ERROR);
        mail.removeAttribute(Bouncer.DELIVERY_ERROR_CODE);
    }

    private static void set(Mail mail, AttributeName name, String value) {
        mail.setAttribute(new Attribute(name, AttributeValue.of(value)));
    }
}
