// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.probe;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.parse.KeyMaterial;
import dev.strongpost.cli.terminal.CommandFailure;

/**
 * What a domain of one's own should publish for the certificate that its hosts present, as lines of a zone file: TLSA
 * (RFC 7672 section 3.1: the key, so that a renewal with the same key changes nothing), MTA-STS (RFC 8461 section 3) and
 * where reports go (RFC 8460 section 3).
 */
final class RecordsToPublish {
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

    private final String domain;
    private final ImmutableList<String> hosts;
    private final int port;
    private final X509Certificate certificate;

    /**
     * Takes what they are for.
     *
     * @param hosts the MX hosts, in order
     */
    RecordsToPublish(String domain, List<String> hosts, int port, X509Certificate certificate) {
        this.domain = domain;
        this.hosts = ImmutableList.copyOf(hosts);
        this.port = port;
        this.certificate = certificate;
    }

    /** Returns the first certificate of a file, which is the host's. */
    static X509Certificate certificate(Path file) {
        try {
            return KeyMaterial.read(file, () -> new char[0]).certificates().stream()
                    .findFirst()
                    .orElseThrow(() -> CommandFailure.usage(
                            "--certificate: given " + file + ", which has none: allowed a file with a certificate"));
        } catch (KeyMaterialException e) {
            throw CommandFailure.usage("--certificate: " + e.getMessage());
        }
    }

    /** Returns the records, and the policy that belongs to one of them. */
    ImmutableList<String> lines(Clock clock) {
        String digest = Hashing.sha256()
                .hashBytes(certificate.getPublicKey().getEncoded())
                .toString();
        ImmutableList.Builder<String> lines = ImmutableList.builder();
        hosts.forEach(host -> lines.add("_" + port + "._tcp." + host + ". IN TLSA 3 1 1 " + digest));
        lines.add("_mta-sts." + domain + ". IN TXT \"v=STSv1; id=" + ID.format(clock.instant()) + ";\"");
        lines.add("_smtp._tls." + domain + ". IN TXT \"v=TLSRPTv1; rua=mailto:tlsrpt@" + domain + "\"");
        lines.add("https://mta-sts." + domain + "/.well-known/mta-sts.txt:", "  version: STSv1", "  mode: testing");
        hosts.forEach(host -> lines.add("  mx: " + host));
        return lines.add("  max_age: 604800").build();
    }
}
