// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.james;

import java.util.Collection;
import java.util.Optional;

import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;

import dev.strongpost.certificates.peer.ChainStatus;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsFailure;
import dev.strongpost.policy.decision.TlsProtocol;
import dev.strongpost.policy.decision.TlsRequirement;

/**
 * How a mail came in, as its attributes tell: {@link TlsMailAttributes#RECEIVED}. What they do not say, or say in a way
 * that is not written here, counts as absent. Immutable.
 */
public final class ReceivedTls {
    /** The most characters of all rules together. */
    private static final int LONGEST_RULES = 1000;

    private final int bits;
    private final Optional<TlsProtocol> protocol;
    private final Optional<String> chain;
    private final Optional<String> subject;
    private final Optional<String> issuer;
    private final Optional<String> sha256;
    private final ImmutableList<String> names;

    private ReceivedTls(Mail mail) {
        this.bits =
                get(mail, TlsMailAttributes.RECEIVED_BITS).map(Ints::tryParse).orElse(0);
        this.protocol = get(mail, TlsMailAttributes.RECEIVED_PROTOCOL).flatMap(TlsProtocol::parse);
        this.chain = get(mail, TlsMailAttributes.RECEIVED_CLIENT_CHAIN);
        this.subject = get(mail, TlsMailAttributes.RECEIVED_CLIENT_SUBJECT);
        this.issuer = get(mail, TlsMailAttributes.RECEIVED_CLIENT_ISSUER);
        this.sha256 = get(mail, TlsMailAttributes.RECEIVED_CLIENT_SHA256);
        this.names = get(mail, TlsMailAttributes.RECEIVED_CLIENT_NAMES)
                .map(list -> ImmutableList.copyOf(Splitter.on(ClientCertificateAttributes.SEPARATOR)
                        .omitEmptyStrings()
                        .split(list)))
                .orElseGet(ImmutableList::of);
    }

    /** Returns how {@code mail} came in. */
    public static ReceivedTls of(Mail mail) {
        return new ReceivedTls(mail);
    }

    /**
     * Writes on {@code mail} how it came in, in place of whatever the attributes said before.
     *
     * @param evidence what the connection gave
     * @param satisfied the requirements that it was held to
     */
    public static void record(Mail mail, TlsEvidence evidence, Collection<TlsRequirement> satisfied) {
        TlsMailAttributes.RECEIVED.forEach(mail::removeAttribute);
        set(mail, TlsMailAttributes.RECEIVED_BITS, Integer.toString(evidence.secretBits()));
        setRules(mail, satisfied);
        evidence.session().ifPresent(session -> {
            set(mail, TlsMailAttributes.RECEIVED_PROTOCOL, session.protocol().word());
            set(mail, TlsMailAttributes.RECEIVED_SUITE, session.suite());
            set(
                    mail,
                    TlsMailAttributes.RECEIVED_CLIENT_CHAIN,
                    session.peer().chainStatus().word());
            ClientCertificateAttributes.of(session.peer()).forEach((name, value) -> set(mail, name, value));
        });
    }

    /** Writes on {@code mail}, behind {@link #record}, that a rule in testing would have refused it. */
    public static void recordWouldHaveFailed(Mail mail, TlsFailure failure) {
        set(mail, TlsMailAttributes.RECEIVED_WOULD_HAVE_FAILED, failure.reply());
    }

    private static void setRules(Mail mail, Collection<TlsRequirement> satisfied) {
        StringBuilder rules = new StringBuilder();
        for (TlsRequirement requirement : satisfied) {
            String rule = requirement.rule();
            if (rules.length() + rule.length() < LONGEST_RULES) {
                rules.append(rules.length() == 0 ? "" : ", ").append(rule);
            }
        }
        if (rules.length() > 0) {
            set(mail, TlsMailAttributes.RECEIVED_RULE, rules.toString());
        }
    }

    private static void set(Mail mail, AttributeName name, String value) {
        mail.setAttribute(new Attribute(name, AttributeValue.of(value)));
    }

    private static Optional<String> get(Mail mail, AttributeName name) {
        return AttributeUtils.getValueAndCastFromMail(mail, name, String.class);
    }

    /** Returns the strength in secret bits; 0 when the mail came in cleartext, or when nothing is known of it. */
    public int bits() {
        return bits;
    }

    /** Returns the version; empty when the mail came in cleartext. */
    public Optional<TlsProtocol> protocol() {
        return protocol;
    }

    /** Tells whether the client proved its certificate: only then its names, subject and issuer mean anything. */
    public boolean isClientVerified() {
        return chain.filter(ChainStatus.TRUSTED.word()::equals).isPresent();
    }

    /** Returns the subject of the client's certificate as RFC 4514 writes it. */
    public Optional<String> clientSubject() {
        return subject;
    }

    /** Returns the issuer of the client's certificate as RFC 4514 writes it. */
    public Optional<String> clientIssuer() {
        return issuer;
    }

    /** Returns the SHA-256 digest of the client's certificate in hexadecimal digits, lower case. */
    public Optional<String> clientSha256() {
        return sha256;
    }

    /** Returns the domain names in the client's certificate, wildcards as they are. */
    public ImmutableList<String> clientNames() {
        return names;
    }
}
