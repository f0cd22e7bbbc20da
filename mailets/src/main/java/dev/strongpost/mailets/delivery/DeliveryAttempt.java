// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.apache.mailet.Mail;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.dane.TlsaSet;
import dev.strongpost.james.Addresses;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.smtpclient.Destination;
import dev.strongpost.smtpclient.Envelope;
import dev.strongpost.smtpclient.EnvelopeRecipient;

/** What one attempt is to deliver: a mail, to one group of its recipients. */
final class DeliveryAttempt {
    private final Mail mail;
    private final MailContent content;
    private final RecipientGroup group;
    private final Optional<HostPolicies> published;

    DeliveryAttempt(Mail mail, MailContent content, RecipientGroup group) {
        this(mail, content, group, Optional.empty());
    }

    private DeliveryAttempt(Mail mail, MailContent content, RecipientGroup group, Optional<HostPolicies> published) {
        this.mail = mail;
        this.content = content;
        this.group = group;
        this.published = published;
    }

    /** Returns the same attempt, of which {@code policies} say what applies to each host. */
    DeliveryAttempt with(HostPolicies policies) {
        return new DeliveryAttempt(mail, content, group, Optional.of(policies));
    }

    /** Returns the same attempt under one more requirement. */
    DeliveryAttempt under(TlsRequirement other) {
        return new DeliveryAttempt(mail, content, group.and(other), published);
    }

    /** Returns the same attempt at a host that has these TLSA records. */
    DeliveryAttempt withRecords(String host, TlsaSet records) {
        return new DeliveryAttempt(mail, content, group.with(host, records), published);
    }

    /** Returns the same attempt at such a host, where they are for a rule that is only tested. */
    DeliveryAttempt withTestedRecords(String host, TlsaSet records) {
        return new DeliveryAttempt(mail, content, group.withTested(host, records), published);
    }

    /** Returns what becomes of it at that host, before it is contacted: what it has to satisfy there. Does not fail. */
    CompletableFuture<PublishedPolicies.Outcome> at(Destination host) {
        return published
                .map(policies -> policies.applyTo(this, host))
                .orElseGet(() -> CompletableFuture.completedFuture(PublishedPolicies.Outcome.goOn(this)));
    }

    /** Returns the mail. Its own list of recipients may be longer. */
    Mail mail() {
        return mail;
    }

    /** Returns the content of the mail. */
    MailContent content() {
        return content;
    }

    /** Returns the domain to find the hosts of. Through a gateway, that of the first recipient. */
    Domain domain() {
        return group.domain();
    }

    /** Returns what the policy requires of mail to these recipients. */
    TlsRequirement requirement() {
        return group.requirement();
    }

    /** Returns what mail to these recipients must satisfy: the requirement itself, unless that is only tested. */
    TlsRequirement enforced() {
        return group.enforced();
    }

    /** Returns the recipients, at least one. */
    ImmutableList<MailAddress> recipients() {
        return group.recipients();
    }

    /** Returns the envelope of a transaction for {@code some} of the recipients, in that order. */
    Envelope envelope(List<MailAddress> some) {
        Optional<DsnParameters> dsn = mail.dsnParameters();
        MaybeSender sender = mail.getMaybeSender();
        return Envelope.of(
                sender.asOptional().map(Addresses::asString).orElse(""),
                some.stream().map(address -> recipient(address, dsn)).collect(ImmutableList.toImmutableList()),
                dsn.flatMap(DsnParameters::getRetParameter).map(Object::toString),
                dsn.flatMap(DsnParameters::getEnvIdParameter).map(id -> id.asString()));
    }

    private static EnvelopeRecipient recipient(MailAddress address, Optional<DsnParameters> dsn) {
        Optional<RecipientDsnParameters> asked =
                dsn.flatMap(all -> Optional.ofNullable(all.getRcptParameters().get(address)));
        return EnvelopeRecipient.of(
                Addresses.asString(address),
                asked.flatMap(RecipientDsnParameters::getNotifyParameter)
                        .map(conditions -> Joiner.on(',').join(conditions)),
                asked.flatMap(RecipientDsnParameters::getOrcptParameter)
                        .map(original -> "rfc822;" + xtext(original.asString())));
    }

    /** James passes on the xtext of ORCPT as it came in. An address that another mailet put there is none. */
    private static String xtext(String original) {
        return DsnParameters.XText.isValid(original) ? original : DsnParameters.XText.encode(original);
    }
}
