// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.webadmin;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableSet;

import dev.strongpost.cli.terminal.CommandFailure;
import dev.strongpost.text.Sanitizer;

/** James's webadmin, as a command sees it. No redirect is followed: the token is for this host alone. */
public final class Webadmin {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int LONGEST_ANSWER = 4096;

    /** What a header may carry of it; RFC 6750 section 2.1 allows less still. */
    private static final CharMatcher VISIBLE = CharMatcher.inRange('!', '~');

    private static final ImmutableSet<String> SCHEMES = ImmutableSet.of("http", "https");

    private final URI base;
    private final Duration patience;
    private final Optional<String> token;

    /** What webadmin said to a request: a status, and the first {@value #LONGEST_ANSWER} octets behind it. */
    public static final class Answer {
        private final int status;
        private final String body;

        private Answer(int status, String body) {
            this.status = status;
            this.body = body;
        }

        /** Tells whether it was done. */
        public boolean isSuccess() {
            return status / 100 == 2;
        }

        /** Returns the status code, RFC 9110 section 15. */
        public int status() {
            return status;
        }

        /** Returns the body as it is; it may be anything. */
        public String body() {
            return body;
        }

        /** Returns status and body in one line that can be shown. */
        public String describe() {
            return status + " " + Sanitizer.clean(body);
        }
    }

    /**
     * Takes what varies.
     *
     * @throws CommandFailure when {@code address} is not one of http or https
     */
    public Webadmin(String address, Duration patience, Optional<String> token) {
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
     * Sends a POST without a body to {@code path}, which begins with a slash and may have a query.
     *
     * @throws CommandFailure when no webadmin answers, or it wants another token
     */
    public Answer post(String path) {
        return send(request(path, BodyPublishers.noBody()));
    }

    /**
     * Sends a POST with that JSON to {@code path}, as {@link #post(String)}.
     *
     * @throws CommandFailure when no webadmin answers, or it wants another token
     */
    public Answer post(String path, String json) {
        return send(request(path, BodyPublishers.ofString(json)).header("Content-Type", "application/json"));
    }

    private HttpRequest.Builder request(String path, BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(base.toString().replaceFirst("/$", "") + path))
                .timeout(patience)
                .POST(body);
        token.ifPresent(jwt -> request.header("Authorization", "Bearer " + jwt));
        return request;
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<InputStream> response = client().send(request.build(), BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return answer(response.statusCode(), body);
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
        return HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(Redirect.NEVER)
                .build();
    }

    private Answer answer(int status, InputStream body) throws IOException {
        if (status == 401 || status == 403) {
            throw CommandFailure.no(base + " wants a token, or another one: --token-file or --token-env");
        }
        return new Answer(status, new String(body.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8));
    }
}
