// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The tables and certificates among the test resources. */
public final class Tables {
    private Tables() {}

    /** Returns the rows of a tab separated table, without comments, blank lines and its first {@code heading} rows. */
    public static Stream<List<String>> rows(String resource, int heading) {
        return new String(bytes(resource), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .skip(heading)
                .map(line -> Arrays.asList(line.split("\t", -1)));
    }

    /** Returns {@code certificates/NAME.pem}: see the names in it with {@code openssl x509 -text}. */
    public static X509Certificate certificate(String name) {
        try (InputStream pem = open("/certificates/" + name + ".pem")) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
        } catch (IOException | CertificateException e) {
            throw new IllegalStateException(name, e);
        }
    }

    private static byte[] bytes(String resource) {
        try (InputStream in = open(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) {
        InputStream in = Tables.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalArgumentException("no test resource " + resource);
        }
        return in;
    }
}
