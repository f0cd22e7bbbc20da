// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.matchers;

import java.util.List;

import javax.annotation.Nullable;
import javax.mail.MessagingException;

import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMatcherConfig;

import dev.strongpost.certificates.peer.PeerIdentity;
import dev.strongpost.james.ReceivedTls;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsProtocol;
import dev.strongpost.policy.decision.TlsSession;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.certificates.TestIdentity;

/** Mail as the SMTP server leaves it, and the matchers that look at it. */
final class IncomingMail {
    static final TestCertificateAuthority AUTHORITY = TestCertificateAuthority.create();
    private static final String SUITE = "TLS_AES_128_GCM_SHA256";

    private IncomingMail() {}

    /** Returns mail of a client without a certificate, over TLS 1.3 with 128 bits. */
    static TlsEvidence anonymous() {
        return session(TlsProtocol.TLSV1_3, SUITE, PeerIdentity.notPresented());
    }

    static TlsEvidence session(TlsProtocol protocol, String suite, PeerIdentity peer) {
        return TlsEvidence.session(TlsSession.of(protocol, suite, peer));
    }

    /** Returns what a client gives that proved a certificate. */
    static TlsEvidence verified(TestIdentity client) {
        return session(TlsProtocol.TLSV1_3, SUITE, PeerIdentity.trusted(client.chain(), List.of(AUTHORITY.root())));
    }

    static TlsEvidence verified(String... dnsNames) {
        return verified(AUTHORITY.issue(dnsNames));
    }

    /** Returns what a client gives that has a certificate of its own making. */
    static TlsEvidence unverified(TestIdentity client) {
        return session(TlsProtocol.TLSV1_3, SUITE, PeerIdentity.untrusted("self-signed", client.chain()));
    }

    static Mail from(@Nullable String sender, TlsEvidence evidence) throws MessagingException {
        Mail mail = untold(sender);
        ReceivedTls.record(mail, evidence, List.of());
        return mail;
    }

    /** Returns mail that came another way than through the SMTP server's hooks. */
    static Mail untold(@Nullable String sender) throws MessagingException {
        FakeMail.Builder mail = FakeMail.builder().name("mail").recipients("a@here.example", "b@here.example");
        return sender == null ? mail.build() : mail.sender(sender).build();
    }

    static <T extends GenericMatcher> T configured(T matcher, @Nullable String condition) throws MessagingException {
        FakeMatcherConfig.Builder config = FakeMatcherConfig.builder().matcherName("matcher");
        matcher.init(
                condition == null ? config.build() : config.condition(condition).build());
        return matcher;
    }

    /** Tells whether all recipients match; none is the only other answer. */
    static boolean matches(GenericMatcher matcher, Mail mail) throws MessagingException {
        var matched = matcher.match(mail);
        if (!matched.isEmpty() && !List.copyOf(matched).equals(List.copyOf(mail.getRecipients()))) {
            throw new AssertionError("some recipients only: " + matched);
        }
        return !matched.isEmpty();
    }
}
