// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.mail.MessagingException;

import org.apache.james.domainlist.api.DomainList;
import org.apache.james.transport.mailets.remote.delivery.RemoteDeliveryConfiguration;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

import dev.strongpost.mailets.parity.ManualTable;
import dev.strongpost.smtpclient.Gateway;

class TlsRemoteDeliveryConfigurationTest {

    private static TlsRemoteDeliveryConfiguration read(Map<String, String> parameters) throws MessagingException {
        FakeMailetConfig.Builder config = FakeMailetConfig.builder();
        parameters.forEach(config::setProperty);
        return TlsRemoteDeliveryConfiguration.from(config.build(), Mockito.mock(DomainList.class));
    }

    /** The parameter as in a row of the manual, with what has to stand beside it. */
    private static Map<String, String> withPartners(String parameter, String value) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (parameter.startsWith("gateway") || parameter.equals("loadBalancing")) {
            parameters.put("gateway", "mx.example");
        }
        switch (parameter) {
            case "gatewayUsername", "gatewayusername" -> parameters.put("gatewayPassword", "secret");
            case "gatewayPassword" -> parameters.put("gatewayUsername", "me");
            default -> {}
        }
        parameters.put(parameter, value);
        return parameters;
    }

    @Nested
    class Manual {
        static Stream<Arguments> parameters() {
            return rows("Parameters");
        }

        static Stream<Arguments> own() {
            return rows("Parameters of its own");
        }

        static Stream<Arguments> values() {
            return rows("Values");
        }

        static Stream<Arguments> alone() {
            return rows("Parameters without their partner");
        }

        private static Stream<Arguments> rows(String heading) {
            return ManualTable.of(heading).stream().map(row -> Arguments.of(row.toArray()));
        }

        @ParameterizedTest
        @MethodSource("parameters")
        void everyParameterShouldBeTakenOrRefusedAsTheManualSays(
                String parameter, String example, String here, String note) throws Exception {
            Map<String, String> parameters = withPartners(parameter.replace("*", "smtp.quitwait"), example);
            switch (here) {
                case "same" -> {
                    read(parameters);
                    assertThat(note).isEmpty();
                }
                case "same, with a note" -> {
                    read(parameters);
                    assertThat(note).isNotEmpty();
                }
                case "refused" ->
                    assertThatThrownBy(() -> read(parameters))
                            .hasMessageStartingWith(
                                    "TlsRemoteDelivery: " + parameter.replace("*", "smtp.quitwait") + ": ")
                            .hasMessageEndingWith(": " + note);
                default -> throw new AssertionError("neither same nor refused: " + here);
            }
        }

        @Test
        void everyParameterOfRemoteDeliveryShouldBeInTheManual() throws Exception {
            List<String> names = new ArrayList<>();
            for (Field field : RemoteDeliveryConfiguration.class.getFields()) {
                if (field.getType().equals(String.class) && !field.getName().equals("ADDRESS_PORT_SEPARATOR")) {
                    names.add(field.get(null).equals("mail.") ? "mail.*" : (String) field.get(null));
                }
            }

            assertThat(ManualTable.of("Parameters"))
                    .extracting(row -> row.get(0))
                    .containsAll(names);
            assertThat(names).contains("outgoing", "startTLS").hasSizeGreaterThan(20);
        }

        @ParameterizedTest
        @MethodSource("own")
        void everyParameterOfItsOwnShouldBeTaken(String parameter, String example) throws Exception {
            read(Map.of(parameter, example));
        }

        @ParameterizedTest
        @MethodSource("values")
        void everyWrongValueShouldStopTheStartAsTheManualSays(
                String parameter, String value, String james, String message) {
            assertThatThrownBy(() -> read(withPartners(parameter, value)))
                    .hasMessageStartingWith("TlsRemoteDelivery: " + parameter + ": ")
                    .hasMessageContaining(message);
        }

        @ParameterizedTest
        @MethodSource("alone")
        void aParameterWithoutItsPartnerShouldStopTheStart(
                String parameter, String value, String james, String message) {
            assertThatThrownBy(() -> read(Map.of(parameter, value))).hasMessageContaining(message);
            assertThatThrownBy(() -> read(Map.of(parameter, value, "gateway", " ")))
                    .hasMessageContaining(message);
        }
    }

    @Nested
    class GatewayForms {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "mx.example | mx.example:25",
                    "mx.example:2525 | mx.example:2525",
                    "192.0.2.7 | 192.0.2.7:25",
                    "192.0.2.7:587 | 192.0.2.7:587",
                    "[2001:db8::1] | [2001:db8::1]:25",
                    "[2001:db8::1]:587 | [2001:db8::1]:587",
                    "smtps://mx.example | smtps://mx.example:465",
                    "SMTPS://mx.example:1465 | smtps://mx.example:1465",
                    "smtps://[2001:db8::1] | smtps://[2001:db8::1]:465",
                    "mailgate | mailgate:25"
                })
        void eachFormShouldBeRead(String gateway, String expected) throws Exception {
            assertThat(read(Map.of("gateway", gateway)).gateways())
                    .extracting(Gateway::toString)
                    .containsExactly(expected);
        }

        @Test
        void severalShouldKeepTheirOrderAndTheirPorts() throws Exception {
            assertThat(read(Map.of("gateway", " b.example , a.example:587,[::1]", "gatewayPort", "2525"))
                            .gateways())
                    .containsExactly(
                            Gateway.of("b.example", 2525, false),
                            Gateway.of("a.example", 587, false),
                            Gateway.of("::1", 2525, false));
        }

        @Test
        void portShouldBeTheDefaultOfGatewayPort() throws Exception {
            assertThat(read(Map.of("gateway", "mx.example", "port", "10025")).gateways())
                    .containsExactly(Gateway.of("mx.example", 10025, false));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "mx.example:0",
                    "mx.example:70000",
                    "[2001:db8::1",
                    "-",
                    ":25",
                    "a@b",
                    "smtps://",
                    "smtp://mx.example"
                })
        void whatIsNoHostShouldStopTheStart(String gateway) {
            assertThatThrownBy(() -> read(Map.of("gateway", gateway)))
                    .hasMessageContaining("gateway: given " + gateway)
                    .hasMessageContaining("[IPv6 address]:port");
        }

        @Test
        void anEmptyGatewayShouldBeNone() throws Exception {
            TlsRemoteDeliveryConfiguration configuration = read(Map.of("gateway", "  "));

            assertThat(configuration.gateways()).isEmpty();
            assertThat(configuration.james().getGatewayServer()).isEmpty();
            assertThat(configuration.james().getAuthUser()).isNull();
        }

        @Test
        void credentialsShouldComeInPairs() {
            assertThatThrownBy(() -> read(Map.of("gateway", "mx.example", "gatewayUsername", "me")))
                    .hasMessageContaining("gatewayPassword: given nothing");
            assertThatThrownBy(() -> read(Map.of("gateway", "mx.example", "gatewayPassword", "secret")))
                    .hasMessageContaining("gatewayUsername: given nothing")
                    .hasMessageNotContaining("secret");
        }

        @Test
        void twoUserNamesShouldStopTheStart() {
            assertThatThrownBy(() -> read(Map.of(
                            "gateway",
                            "mx.example",
                            "gatewayUsername",
                            "me",
                            "gatewayusername",
                            "you",
                            "gatewayPassword",
                            "secret")))
                    .hasMessageContaining("one of the two");
        }
    }

    @Nested
    class Schedule {
        @Test
        void moreDelaysThanRetriesShouldAllCount() throws Exception {
            RemoteDeliveryConfiguration james = read(Map.of("delayTime", "2*1 s, 1 minute", "maxRetries", "1"))
                    .james();

            assertThat(james.getMaxRetries()).isEqualTo(3);
            assertThat(james.getDelayTimes())
                    .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMinutes(1));
        }

        @Test
        void moreRetriesThanDelaysShouldRepeatTheLastDelay() throws Exception {
            RemoteDeliveryConfiguration james = read(Map.of("delayTime", "1 s, 1 minute", "maxRetries", "4"))
                    .james();

            assertThat(james.getMaxRetries()).isEqualTo(4);
            assertThat(james.getDelayTimes())
                    .containsExactly(
                            Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1));
        }

        @Test
        void theDefaultShouldBeJamess() throws Exception {
            RemoteDeliveryConfiguration james = read(Map.of()).james();

            assertThat(james.getMaxRetries()).isEqualTo(5);
            assertThat(james.getDelayTimes()).hasSize(5).containsOnly(Duration.ofHours(6));
        }
    }

    @Test
    void anUnknownParameterShouldStopTheStartWithAllThereAre() {
        assertThatThrownBy(() -> read(Map.of("nonsense", "1")))
                .hasMessageContaining("nonsense: unknown parameter")
                .hasMessageContaining("outgoing")
                .hasMessageContaining("policy");
    }

    @Test
    void whatTheProcessorReadsFromTheElementShouldBeLeftToIt() throws Exception {
        read(Map.of("onMailetException", "ignore", "onMatchException", "nomatch"));
    }

    @Test
    void anEmptyElementShouldCountAsNotGiven() throws Exception {
        TlsRemoteDeliveryConfiguration configuration =
                read(Map.of("outgoing", "", "bounceProcessor", " ", "bind", "", "heloName", "", "maxRetries", ""));

        assertThat(configuration.queue().asString()).isEqualTo("outgoing-tls");
        assertThat(configuration.james().getBounceProcessor()).isEmpty();
        assertThat(configuration.james().isBindUsed()).isFalse();
        assertThat(configuration.james().getMaxRetries()).isEqualTo(5);
    }
}
