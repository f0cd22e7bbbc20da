// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.cert;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableSet;

import dev.strongpost.cli.terminal.CommandFailure;
import dev.strongpost.text.Sanitizer;

/**
 * Asks James's webadmin to read its certificates again: {@code POST /servers?reload-certificate}, from James 3.8 on.
 */
final class WebadminReload {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int LONGEST_ANSWER = 4096;

    /** What a header may carry of it; RFC 6750 section 2.1 allows less still. */
    private static final CharMatcher VISIBLE = CharMatcher.inRange('!', '~');

    private static final ImmutableSet<String> SCHEMES = ImmutableSet.of("http", "https");

    private final URI base;
    private final Duration patience;
    private final Optional<String> token;

    /**
     * Takes what varies.
     *
     * @throws CommandFailure when {@code address} is not one of http or https
     */
    WebadminReload(String address, Duration patience, Optional<String> token) {
        this.base = base(address);
        this.patience = patience;
        this.token = token;
        if (token.isPresent() && !VISIBLE.matchesAllOf(token.get())) {
            throw CommandFailure.usage("the token for webadmin has characters that no token has");
        }
    }

    private static URI base(String address) {
        try {
            URI base = new URI(address);
            if (base.getHost() != null && SCHEMES.contains(String.valueOf(base.getScheme()))) {
                return base;
            }
        } catch (URISyntaxException e) {
            // as wrong as another scheme
        }
        throw CommandFailure.usage(
                "--webadmin: given " + address + ": allowed an address such as http://127.0.0.1:8000");
    }

    /**
     * Sends the request.
     *
     * @param port of the one server that is meant; empty for all
     * @throws CommandFailure when James does not answer, or did not do it
     */
    void send(OptionalInt port) {
        try {
            HttpResponse<InputStream> response = client().send(request(port), BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                judge(response.statusCode(), body);
            }
        } catch (HttpTimeoutException e) {
            throw CommandFailure.unknown(base + " does not answer in time");
        } catch (ConnectException e) {
            throw CommandFailure.unknown("nothing listens at " + base + ": is webadmin enabled, and is this its port?");
        } catch (IOException e) {
            throw CommandFailure.unknown(
                    base + " cannot be reached: " + Sanitizer.clean(String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.unknown("interrupted");
        }
    }

    private static HttpClient client() {
        // No redirect is followed: the token is for this host alone.
        return HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(Redirect.NEVER)
                .build();
    }

    private HttpRequest request(OptionalInt port) {
        String path = base.toString().replaceFirst("/$", "") + "/servers?reload-certificate";
        URI uri = URI.create(port.isPresent() ? path + "&port=" + port.getAsInt() : path);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(patience).POST(BodyPublishers.noBody());
        token.ifPresent(jwt -> request.header("Authorization", "Bearer " + jwt));
        return request.build();
    }

    private void judge(int status, InputStream body) throws IOException {
        if (status / 100 == 2) {
            return;
        }
        if (status == 401 || status == 403) {
            throw CommandFailure.no(base + " wants a token, or another one: --token-file or --token-env");
        }
        String answer = new String(body.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
        throw CommandFailure.no("James did not take its certificates again, and keeps those of before: " + status + " "
                + Sanitizer.clean(answer));
    }
}
