// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

import java.util.Locale;

/**
 * Why a connection does not satisfy a rule. The texts are those of Sendmail's rulesets {@code tls_rcpt},
 * {@code tls_server} and {@code tls_client}; the result types are those of RFC 8460 section 4.3.
 */
public enum FailureReason {
    /** The host does not offer STARTTLS, or the client does not ask for it. */
    STARTTLS_NOT_OFFERED("other side does not support STARTTLS", "starttls-not-supported"),
    /** The host offers STARTTLS and refuses it. */
    STARTTLS_REFUSED("STARTTLS failed.", "starttls-not-supported"),
    /** The TLS handshake came to nothing. */
    HANDSHAKE_FAILED("TLS handshake failed.", "validation-failure"),
    /** This side cannot do what the rule asks of it. */
    OWN_FAULT("TLS is not configured correctly on this server", "validation-failure"),
    /** TLS is switched off on this side. */
    SWITCHED_OFF("STARTTLS disabled locally", "validation-failure"),
    /** The peer showed no certificate. */
    NOT_AUTHENTICATED("not authenticated", "certificate-not-trusted"),
    /** The chain is not trusted for a reason that has no word of its own: a wrong signature, a revocation. */
    AUTHENTICATION_FAILED("authentication failed", "certificate-not-trusted"),
    /** No trust anchor has issued the chain; a self-signed certificate too. */
    UNKNOWN_ISSUER("authentication failed", "certificate-not-trusted"),
    /** A certificate of the chain is not valid yet. */
    CERTIFICATE_NOT_YET_VALID("authentication failed", "certificate-not-trusted"),
    /** A certificate of the chain has expired. */
    CERTIFICATE_EXPIRED("authentication failed", "certificate-expired"),
    /** The chain leads to a trust anchor, over a signature or a key that is too weak to prove it. */
    WEAK_CERTIFICATE("authentication failed", "certificate-not-trusted"),
    /** The client's certificate is trusted, and only for servers. */
    WRONG_USAGE("authentication failed", "certificate-not-trusted"),
    /** No certificate of the chain, nor its key, is pinned. */
    PIN_MISMATCH("authentication failed", "validation-failure"),
    /** No TLSA record of the host is of its certificate (RFC 7672 section 3.1). */
    DANE_MISMATCH("DANE check failed.", "validation-failure"),
    /** The rule asks for DANE, and the host has no usable TLSA records that DNSSEC proves. Takes the host. */
    DANE_REQUIRED("%s has no usable TLSA records", "dane-required"),
    /** It could not be found out whether the host has TLSA records. */
    DANE_UNKNOWN("DANE check failed temporarily.", "dnssec-invalid"),
    /** The certificate bears another name. Takes the name it bears and the one it should. */
    NAME_MISMATCH("CN %s does not match %s", "certificate-host-mismatch"),
    /** The certificate has another subject than the rule asks for. Takes the subject it has and the one it should. */
    SUBJECT_MISMATCH("Cert Subject %s does not match %s", "validation-failure"),
    /** The certificate has another issuer than the rule asks for. Takes the issuer it has and the one it should. */
    ISSUER_MISMATCH("Cert Issuer %s does not match %s", "validation-failure"),
    /** The domain's MTA-STS policy does not list the MX host (RFC 8461 section 4.1). Takes the host and the domain. */
    MX_NOT_LISTED("MX host %s is not listed in the MTA-STS policy of %s", "validation-failure"),
    /** The rule asks for a published policy, and the domain has none that demands TLS. Takes the domain. */
    NOT_PUBLISHED("%s publishes no policy that demands TLS", "validation-failure"),
    /** The cipher is too weak. Takes the bits given and the bits required. */
    TOO_WEAK("encryption too weak %d less than %d", "validation-failure"),
    /** The version is below the rule's. */
    PROTOCOL_TOO_OLD("TLS handshake failed.", "validation-failure"),
    /** The suite is not in the rule's list, or is excluded by it. */
    CIPHER_NOT_ALLOWED("TLS handshake failed.", "validation-failure");

    private final String text;
    private final String resultType;

    FailureReason(String text, String resultType) {
        this.text = text;
        this.resultType = resultType;
    }

    /** Returns the result type of a TLS report, RFC 8460 section 4.3: {@code starttls-not-supported}. */
    public String resultType() {
        return resultType;
    }

    /** Returns the word for it in attributes and metrics: {@code starttls-not-offered}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the text of the reply, without codes. */
    public String replyText(Object... arguments) {
        return String.format(Locale.ROOT, text, arguments);
    }
}
