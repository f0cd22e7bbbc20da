// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.junit.jupiter.api.Test;

import dev.strongpost.policy.decision.FailureAction;
import dev.strongpost.policy.decision.TlsDecision;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsFailure;
import dev.strongpost.policy.decision.TlsLevel;
import dev.strongpost.policy.decision.TlsRequirement;

class InboundDecisionTest {
    private static TlsFailure failure(FailureAction action) {
        TlsRequirement requirement = TlsRequirement.builder(TlsLevel.ENCRYPT)
                .failure(action)
                .inbound()
                .build();
        return TlsDecision.decide(requirement, TlsEvidence.notOffered())
                .failure()
                .orElseThrow();
    }

    @Test
    void refuseShouldAnswerWithTheReplyOfTheRule() {
        HookResult answer = InboundDecision.refuse(failure(FailureAction.bounce()), List.of())
                .answer();

        assertThat(answer.getResult()).isEqualTo(HookReturnCode.deny());
        assertThat(answer.getSmtpRetCode()).isEqualTo("503");
        assertThat(answer.getSmtpDescription()).isEqualTo("5.7.0 encryption too weak 0 less than 112");
    }

    @Test
    void refuseShouldBeSoftWhereTheRuleDefers() {
        HookResult answer = InboundDecision.refuse(failure(FailureAction.defer()), List.of())
                .answer();

        assertThat(answer.getResult()).isEqualTo(HookReturnCode.denySoft());
        assertThat(answer.getSmtpRetCode()).isEqualTo("403");
    }

    @Test
    void acceptShouldLeaveTheAnswerToOthers() {
        assertThat(InboundDecision.accept(List.of(), List.of()).answer()).isEqualTo(HookResult.DECLINED);
        assertThat(InboundDecision.exempt("local").answer()).isEqualTo(HookResult.DECLINED);
    }

    @Test
    void unknownNameShouldBeTriedAgain() {
        assertThat(InboundDecision.nameUnknown().answer().getSmtpRetCode()).isEqualTo("451");
        assertThat(InboundDecision.nameUnknown().isRefused()).isTrue();
    }
}
