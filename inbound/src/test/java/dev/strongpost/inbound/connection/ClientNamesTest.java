package dev.strongpost.inbound.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.apache.james.dnsservice.api.DNSService;
import org.junit.jupiter.api.Test;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;

class ClientNamesTest {
    private static final InetAddress CLIENT = InetAddresses.forString("192.0.2.7");
    private static final InetAddress OTHER = InetAddresses.forString("192.0.2.8");

    private final DNSService dns = mock(DNSService.class);
    private final ClientNames names = new ClientNames(dns);

    private List<String> lookup() {
        return settled(names.lookup(CLIENT)).known().orElseThrow();
    }

    private static ClientName settled(ClientName name) {
        CompletableFuture<Void> settled = new CompletableFuture<>();
        name.whenSettled(() -> settled.complete(null));
        settled.join();
        return name;
    }

    @Test
    void nameShouldCountWhenItLeadsBackToTheAddress() throws Exception {
        when(dns.getHostName(CLIENT)).thenReturn("MX.Partner.Example.");
        when(dns.getAllByName("mx.partner.example")).thenReturn(List.of(OTHER, CLIENT));

        assertThat(lookup()).containsExactly("mx.partner.example");
    }

    @Test
    void nameShouldNotCountWhenItLeadsElsewhere() throws Exception {
        when(dns.getHostName(CLIENT)).thenReturn("mx.partner.example.");
        when(dns.getAllByName("mx.partner.example")).thenReturn(List.of(OTHER));

        assertThat(lookup()).isEmpty();
    }

    @Test
    void nameShouldNotCountWhenItLeadsNowhere() throws Exception {
        when(dns.getHostName(CLIENT)).thenReturn("mx.partner.example.");
        when(dns.getAllByName(any())).thenThrow(new UnknownHostException());

        assertThat(lookup()).isEmpty();
    }

    @Test
    void addressShouldBeNoName() {
        when(dns.getHostName(CLIENT)).thenReturn("192.0.2.7");

        assertThat(lookup()).isEmpty();
    }

    @Test
    void nameShouldBeUnknownWhenTheLookupFails() {
        when(dns.getHostName(CLIENT)).thenThrow(new IllegalStateException("no resolver"));

        assertThat(settled(names.lookup(CLIENT)).known()).isEmpty();
    }

    @Test
    void nameShouldBeUnknownWhenTheTimeIsUp() {
        ClientName late = new ClientName(new CompletableFuture<>(), Duration.ZERO);

        assertThat(late.isSettled()).isTrue();
        assertThat(settled(late).known()).isEmpty();
    }

    @Test
    void knownShouldNotWait() {
        CompletableFuture<ImmutableList<String>> answer = new CompletableFuture<>();
        ClientName name = new ClientName(answer, Duration.ofHours(1));

        assertThat(name.known()).isEmpty();
        assertThat(name.isSettled()).isFalse();
        answer.complete(ImmutableList.of("mx.partner.example"));
        assertThat(name.known()).hasValue(ImmutableList.of("mx.partner.example"));
    }
}
