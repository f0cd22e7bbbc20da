package dev.strongpost.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.junit.jupiter.api.Test;

import dev.strongpost.evidence.TlsEvidence;
import dev.strongpost.policy.FailureAction;
import dev.strongpost.policy.TlsDecision;
import dev.strongpost.policy.TlsFailure;
import dev.strongpost.policy.TlsLevel;
import dev.strongpost.policy.TlsRequirement;

class JudgementTest {
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
        HookResult answer =
                Judgement.refuse(failure(FailureAction.bounce()), List.of()).answer();

        assertThat(answer.getResult()).isEqualTo(HookReturnCode.deny());
        assertThat(answer.getSmtpRetCode()).isEqualTo("503");
        assertThat(answer.getSmtpDescription()).isEqualTo("5.7.0 encryption too weak 0 less than 112");
    }

    @Test
    void refuseShouldBeSoftWhereTheRuleDefers() {
        HookResult answer =
                Judgement.refuse(failure(FailureAction.defer()), List.of()).answer();

        assertThat(answer.getResult()).isEqualTo(HookReturnCode.denySoft());
        assertThat(answer.getSmtpRetCode()).isEqualTo("403");
    }

    @Test
    void acceptShouldLeaveTheAnswerToOthers() {
        assertThat(Judgement.accept(List.of(), List.of()).answer()).isEqualTo(HookResult.DECLINED);
        assertThat(Judgement.exempt("local").answer()).isEqualTo(HookResult.DECLINED);
    }

    @Test
    void unknownNameShouldBeTriedAgain() {
        assertThat(Judgement.nameUnknown().answer().getSmtpRetCode()).isEqualTo("451");
        assertThat(Judgement.nameUnknown().isRefused()).isTrue();
    }
}
