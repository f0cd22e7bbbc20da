// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.rules;

import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;

import com.google.common.collect.ImmutableList;

import dev.strongpost.policy.decision.TlsFailure;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.text.Sanitizer;

/**
 * What was decided about a sender or a recipient: by which rules, whether one of them refuses, and what those in
 * testing would have refused. Immutable.
 */
public final class InboundDecision {
    /**
     * The name of a client could not be found out in time, and rules ask for it. RFC 3463 section 3.5: directory server
     * failure.
     */
    private static final HookResult NAME_UNKNOWN =
            reply(HookReturnCode.denySoft(), "451", "4.4.3 Cannot find out the name of your host, try again later");

    private final ImmutableList<TlsRequirement> rules;
    private final ImmutableList<TlsFailure> inTesting;
    private final Optional<HookResult> refusal;
    private final String reason;

    private InboundDecision(
            Collection<TlsRequirement> rules,
            Collection<TlsFailure> inTesting,
            Optional<HookResult> refusal,
            String reason) {
        this.rules = ImmutableList.copyOf(rules);
        this.inTesting = ImmutableList.copyOf(inTesting);
        this.refusal = refusal;
        this.reason = reason;
    }

    /** Returns that of one whom no rule is asked about, for the reason {@code why}. */
    public static InboundDecision exempt(String why) {
        return new InboundDecision(ImmutableList.of(), ImmutableList.of(), Optional.empty(), "exempt: " + why);
    }

    /** Returns that of one who satisfies {@code rules}, or would but for those in testing. */
    static InboundDecision accept(Collection<TlsRequirement> rules, Collection<TlsFailure> inTesting) {
        return new InboundDecision(rules, inTesting, Optional.empty(), "");
    }

    /** Returns that of one who falls short of what {@code failure} names. */
    static InboundDecision refuse(TlsFailure failure, Collection<TlsFailure> inTesting) {
        HookReturnCode code =
                failure.requirement().failure().isDefer() ? HookReturnCode.denySoft() : HookReturnCode.deny();
        String hint = failure.hint().map(words -> " (" + words + ")").orElse("");
        HookResult reply =
                reply(code, String.valueOf(failure.replyCode()), failure.status() + " " + failure.replyText() + hint);
        return new InboundDecision(
                ImmutableList.of(failure.requirement()), inTesting, Optional.of(reply), failure.detail());
    }

    /** Returns that of a client whose certificate is for {@code borne}, and for none of its own names. */
    static InboundDecision invalidName(String borne, Collection<String> verified, Optional<String> helo) {
        HookResult reply = reply(
                HookReturnCode.deny(), "550", "5.7.1 Invalid name: the client certificate does not name the client");
        return new InboundDecision(
                ImmutableList.of(),
                ImmutableList.of(),
                Optional.of(reply),
                "the certificate is for " + borne + ", the client is "
                        + (verified.isEmpty() ? "without a verified name" : String.join(", ", verified))
                        + Sanitizer.clean(
                                helo.map(name -> " and says EHLO " + name).orElse("")));
    }

    /** Returns that of one who may come again when the name of its host is known. */
    static InboundDecision nameUnknown() {
        return new InboundDecision(
                ImmutableList.of(), ImmutableList.of(), Optional.of(NAME_UNKNOWN), "the client's name is not known");
    }

    private static HookResult reply(HookReturnCode code, String replyCode, String text) {
        return HookResult.builder()
                .hookReturnCode(code)
                .smtpReturnCode(replyCode)
                .smtpDescription(text)
                .build();
    }

    /** Tells whether it is a refusal. */
    public boolean isRefused() {
        return refusal.isPresent();
    }

    /** Tells whether it is a refusal for now only. */
    public boolean isDeferred() {
        return refusal.filter(reply -> reply.getSmtpRetCode().startsWith("4")).isPresent();
    }

    /** Returns the answer for James: the refusal, or that the next hook may have its say. */
    public HookResult answer() {
        return refusal.orElse(HookResult.DECLINED);
    }

    /** Returns what would have been refused if its rule were not in testing. */
    public ImmutableList<TlsFailure> inTesting() {
        return inTesting;
    }

    /** Returns the rules that were asked, or the one that refused; empty when there are none. */
    public ImmutableList<TlsRequirement> rules() {
        return rules;
    }

    /** Returns the names of the rules for people: {@code from:partner.example (tls-policy.conf:3)}, or {@code none}. */
    public String describeRules() {
        return describe(rules);
    }

    /** Returns the names of those rules, or {@code none}. */
    static String describe(Collection<TlsRequirement> rules) {
        return rules.isEmpty()
                ? "none"
                : rules.stream().map(TlsRequirement::rule).collect(Collectors.joining(", "));
    }

    /** Returns why, for people; empty when there is no more to say than the rules. */
    public String reason() {
        return reason;
    }

    /** Returns the reply of the refusal: {@code 503 5.7.0 authentication failed}; {@code accept} when there is none. */
    @Override
    public String toString() {
        return refusal.map(reply -> reply.getSmtpRetCode() + " " + reply.getSmtpDescription())
                .orElse("accept");
    }
}
