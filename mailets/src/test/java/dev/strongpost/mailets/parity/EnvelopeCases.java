// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.parity;

import static dev.strongpost.mailets.parity.Aspect.CODE;
import static dev.strongpost.mailets.parity.Aspect.CONTENT;
import static dev.strongpost.mailets.parity.Aspect.DELIVERED;
import static dev.strongpost.mailets.parity.Aspect.ENVELOPE;
import static dev.strongpost.mailets.parity.Aspect.HANDED_ON;
import static dev.strongpost.mailets.parity.Aspect.MESSAGES;
import static dev.strongpost.mailets.parity.Aspect.QUEUED;
import static dev.strongpost.mailets.parity.Aspect.SIZE;
import static dev.strongpost.mailets.parity.Aspect.TEXT;
import static dev.strongpost.mailets.parity.Difference.AUTH_OR_NOTHING;
import static dev.strongpost.mailets.parity.ParityCases.good;
import static dev.strongpost.mailets.parity.ParityCases.replying;
import static dev.strongpost.mailets.parity.ParityCases.situation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import javax.mail.internet.AddressException;

import org.apache.james.core.MailAddress;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.EnvId;
import org.apache.mailet.DsnParameters.Notify;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.apache.mailet.DsnParameters.Ret;

import dev.strongpost.testkit.smtp.Capability;
import dev.strongpost.testkit.smtp.Fault;
import dev.strongpost.testkit.smtp.Stage;

/** Mail that gets through: envelopes, DSN parameters (RFC 3461), authentication. */
final class EnvelopeCases {
    private static final String TO_B = "b@open.example at 1";

    private EnvelopeCases() {}

    static List<ParityCase> all() {
        List<ParityCase> all = new ArrayList<>();
        all.addAll(ordinary());
        all.addAll(dsn());
        all.addAll(authentication());
        return all;
    }

    private static List<ParityCase> ordinary() {
        return List.of(
                situation("one recipient")
                        .host(good())
                        .both(DELIVERED, TO_B)
                        .both(ENVELOPE, "<a@here.example> to <b@open.example>")
                        .stock(SIZE)
                        .ours(Difference.SIZE_DECLARED, "SIZE=154"),
                situation("two recipients")
                        .host(good())
                        .to("b@open.example", "c@open.example")
                        .both(DELIVERED, TO_B, "c@open.example at 1")
                        .both(MESSAGES, "1"),
                situation("null sender").host(good()).from("").both(ENVELOPE, "<> to <b@open.example>"),
                situation("a host without pipelining")
                        .host(good().without(Capability.PIPELINING))
                        .both(DELIVERED, TO_B),
                situation("a host that knows HELO only")
                        .host(good().helloOnly())
                        .both(DELIVERED, TO_B)
                        .stock(CONTENT, Letters.PLAIN_CONTENT_REWRITTEN)
                        .ours(Difference.UNTOUCHED, Letters.PLAIN_CONTENT),
                situation("a host without enhanced status codes")
                        .host(good().without(Capability.ENHANCEDSTATUSCODES))
                        .both(DELIVERED, TO_B),
                situation("no answer to QUIT")
                        .host(good().at(Stage.QUIT, Fault.drop()))
                        .both(DELIVERED, TO_B)
                        .both(HANDED_ON),
                situation("an angry answer to QUIT")
                        .host(replying(Stage.QUIT, "500 5.5.1 what"))
                        .both(DELIVERED, TO_B)
                        .both(HANDED_ON),
                situation("150 recipients")
                        .host(good())
                        .to(IntStream.range(0, 150)
                                .mapToObj(i -> "r" + i + "@open.example")
                                .toArray(String[]::new))
                        .stock(MESSAGES, "1")
                        .ours(Difference.HUNDRED_RECIPIENTS, "2"),
                situation("several domains through a gateway")
                        .host(good())
                        .to("b@open.example", "c@other.example")
                        .throughGatewaysOnly()
                        .both(DELIVERED, TO_B, "c@other.example at 1")
                        .both(MESSAGES, "1"));
    }

    private static ParityCase asking(String name, Map<String, RecipientDsnParameters> recipients) {
        DsnParameters.Builder dsn =
                DsnParameters.builder().envId(EnvId.of("QQ314159")).ret(Ret.HDRS);
        recipients.forEach((recipient, parameters) -> dsn.addRcptParameter(address(recipient), parameters));
        return situation(name).mail(mail -> mail.setDsnParameters(dsn.build().orElseThrow()));
    }

    private static MailAddress address(String address) {
        try {
            return new MailAddress(address);
        } catch (AddressException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static RecipientDsnParameters notify(String words) {
        return RecipientDsnParameters.of(Notify.parse(words));
    }

    private static List<ParityCase> dsn() {
        String asked = "<a@here.example> ENVID=QQ314159 RET=HDRS to ";
        return List.of(
                asking("RET and ENVID", Map.of()).host(good()).both(ENVELOPE, asked + "<b@open.example>"),
                asking("NOTIFY", Map.of("b@open.example", notify("SUCCESS,DELAY")))
                        .host(good())
                        .both(ENVELOPE, asked + "<b@open.example> NOTIFY=SUCCESS,DELAY"),
                asking("NOTIFY=NEVER", Map.of("b@open.example", notify("NEVER")))
                        .host(good())
                        .both(ENVELOPE, asked + "<b@open.example> NOTIFY=NEVER"),
                asking(
                                "two recipients with a NOTIFY of their own",
                                Map.of("b@open.example", notify("NEVER"), "c@open.example", notify("FAILURE")))
                        .host(good())
                        .to("b@open.example", "c@open.example")
                        .both(
                                ENVELOPE,
                                asked + "<b@open.example> NOTIFY=NEVER",
                                asked + "<c@open.example> NOTIFY=FAILURE")
                        .stock(MESSAGES, "2")
                        .ours(Difference.ONE_TRANSACTION, "1"),
                asking("ORCPT", Map.of("b@open.example", RecipientDsnParameters.of(address("first+x@here.example"))))
                        .host(good())
                        .stock(ENVELOPE, asked + "<b@open.example>")
                        .ours(Difference.ORCPT, asked + "<b@open.example> ORCPT=rfc822;first+2Bx@here.example"),
                asking("DSN to a host without it", Map.of("b@open.example", notify("SUCCESS")))
                        .host(good().without(Capability.DSN))
                        .both(ENVELOPE, "<a@here.example> to <b@open.example>"));
    }

    private static ParityCase authenticating(String name) {
        return situation(name)
                .with("gateway", ParityCase.FIRST_ADDRESS)
                .with("gatewayPassword", "secret")
                .throughGatewaysOnly();
    }

    private static List<ParityCase> authentication() {
        return List.of(
                authenticating("a gateway with AUTH")
                        .host(good().credentials("me", "secret"))
                        .with("gatewayUsername", "me")
                        .both(DELIVERED, TO_B),
                authenticating("a gateway with AUTH, old spelling")
                        .host(good().credentials("me", "secret"))
                        .with("gatewayusername", "me")
                        .both(DELIVERED, TO_B),
                authenticating("a wrong password")
                        .host(good().credentials("me", "other"))
                        .with("gatewayUsername", "me")
                        .stock(HANDED_ON, "bounces: b@open.example permanent")
                        .ours(Difference.OWN_MISTAKE, "bounces: b@open.example temporary")
                        .stock(CODE, "")
                        .ours(Difference.OWN_MISTAKE, "454")
                        .stock(TEXT, "535 5.7.8 wrong credentials")
                        .ours(
                                Difference.OWN_MISTAKE,
                                "454 4.7.0 authentication at the gateway failed: 535 5.7.8 wrong credentials")
                        .stock(QUEUED, "b@open.example in 0 ms")
                        .ours(
                                Difference.OWN_MISTAKE,
                                "b@open.example in 0 ms",
                                "b@open.example in 20 ms",
                                "b@open.example in 20 ms"),
                authenticating("a gateway that does not know AUTH")
                        .host(good())
                        .with("gatewayUsername", "me")
                        .stock(DELIVERED, TO_B)
                        .ours(AUTH_OR_NOTHING)
                        .stock(ENVELOPE, "<a@here.example> to <b@open.example>")
                        .ours(AUTH_OR_NOTHING)
                        .stock(CONTENT, Letters.PLAIN_CONTENT)
                        .ours(AUTH_OR_NOTHING)
                        .stock(MESSAGES, "1")
                        .ours(AUTH_OR_NOTHING, "0")
                        .stock(HANDED_ON)
                        .ours(AUTH_OR_NOTHING, "bounces: b@open.example temporary")
                        .stock(CODE)
                        .ours(AUTH_OR_NOTHING, "454")
                        .stock(TEXT)
                        .ours(
                                AUTH_OR_NOTHING,
                                "454 4.7.0 authentication at the gateway failed:"
                                        + " 504 5.5.4 the gateway offers neither AUTH PLAIN nor AUTH LOGIN")
                        .stock(QUEUED, "b@open.example in 0 ms")
                        .ours(
                                AUTH_OR_NOTHING,
                                "b@open.example in 0 ms",
                                "b@open.example in 20 ms",
                                "b@open.example in 20 ms"));
    }
}
