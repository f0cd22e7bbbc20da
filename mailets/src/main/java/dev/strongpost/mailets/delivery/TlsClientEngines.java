package dev.strongpost.mailets.delivery;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.net.InetAddresses;
import com.google.common.net.InternetDomainName;

import dev.strongpost.evidence.CipherStrength;
import dev.strongpost.evidence.TlsProtocol;

/**
 * Makes the TLS engines for outbound sessions. One {@link SSLContext} serves all, so that sessions resume across
 * connections to the same host and port (RFC 8446 section 2.2, RFC 5246 appendix F.1.4).
 *
 * <p>The handshake itself accepts every certificate: whether the peer is who it should be is a matter of the rule, and is
 * judged afterwards from the evidence, before a mail command is sent.
 */
final class TlsClientEngines {
    private final SSLContext context;

    /** Prepares engines of the JVM's default provider. */
    TlsClientEngines() {
        try {
            context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new DeferredTrustManager()}, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no TLS", e);
        }
    }

    /**
     * Returns an engine that offers what {@code profile} allows, towards {@code destination}.
     *
     * @throws IllegalArgumentException when the profile leaves no protocol or suite to offer
     */
    SSLEngine engine(TlsProfile profile, Destination destination) {
        SSLEngine engine = context.createSSLEngine(
                destination.hostName(), destination.address().getPort());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(protocols(profile, parameters));
        parameters.setCipherSuites(suites(profile, parameters));
        serverName(profile, destination).ifPresent(name -> parameters.setServerNames(ImmutableList.of(name)));
        engine.setSSLParameters(parameters);
        return engine;
    }

    private String[] protocols(TlsProfile profile, SSLParameters defaults) {
        // A version that the JVM leaves out by default is offered only when the rule reaches down to it by name.
        Stream<String> offered = profile.minimumProtocol()
                .map(minimum -> supported(TlsProtocol.from(minimum)))
                .orElseGet(() -> Arrays.stream(defaults.getProtocols()));
        return nonEmpty(offered.toArray(String[]::new), "protocol version");
    }

    private Stream<String> supported(ImmutableList<TlsProtocol> protocols) {
        Set<String> known =
                ImmutableSet.copyOf(context.getSupportedSSLParameters().getProtocols());
        return protocols.stream().map(TlsProtocol::word).filter(known::contains);
    }

    private String[] suites(TlsProfile profile, SSLParameters defaults) {
        Predicate<String> allowed = suite -> !profile.excludedCiphers().contains(suite);
        Stream<String> offered = profile.ciphers().isEmpty()
                ? Arrays.stream(defaults.getCipherSuites()).sorted(STRONGEST_FIRST)
                : profile.ciphers().stream();
        return nonEmpty(offered.filter(allowed).toArray(String[]::new), "cipher suite");
    }

    /** Stable, so suites of one strength stay in the JVM's order. A server that follows ours then picks a strong one. */
    private static final Comparator<String> STRONGEST_FIRST =
            Comparator.comparingInt(CipherStrength::secretBits).reversed();

    private static String[] nonEmpty(String[] offered, String what) {
        if (offered.length == 0) {
            throw new IllegalArgumentException("the rule leaves no " + what + " to offer");
        }
        return offered;
    }

    private static java.util.Optional<SNIHostName> serverName(TlsProfile profile, Destination destination) {
        // RFC 6066 section 3: a DNS host name, never an address literal.
        return java.util.Optional.of(profile.serverName().orElse(destination.hostName()))
                .filter(name -> !InetAddresses.isInetAddress(name) && InternetDomainName.isValid(name))
                .map(SNIHostName::new);
    }
}
