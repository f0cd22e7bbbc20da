// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.webadmin;

import java.util.Optional;

import javax.inject.Inject;
import javax.mail.MessagingException;

import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.utils.ErrorResponder;
import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import org.apache.james.webadmin.utils.JsonExtractException;
import org.apache.james.webadmin.utils.JsonExtractor;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.strongpost.mailets.OutgoingQueues;
import dev.strongpost.text.InvalidValueException;
import dev.strongpost.text.Sanitizer;
import spark.Request;
import spark.Service;

/**
 * REST under {@code /strongpost/api}, for {@code extensions.routes} in {@code webadmin.properties}.
 *
 * <ul>
 *   <li>{@code POST /strongpost/api/retries} with {@code {"recipients": "partner.example"}}, a pattern as in the table:
 *       mail that waits for those recipients is tried at once. 200 with {@code {"recipients": ..., "queues": {"outgoing-tls":
 *       3}, "mails": 3}}; 400 when the body is none of that; 500 when a queue cannot be read or flushed.
 * </ul>
 */
public final class StrongpostRoutes implements Routes {
    private static final Logger LOGGER = LoggerFactory.getLogger(StrongpostRoutes.class);
    private static final String BASE = "/strongpost/api";
    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERROR = 500;

    private final OutgoingQueues queues;
    private final JsonTransformer json;
    private final JsonExtractor<RetryRequest> retryRequests = new JsonExtractor<>(RetryRequest.class);

    /** Made by James. */
    @Inject
    public StrongpostRoutes(OutgoingQueues queues, JsonTransformer json) {
        this.queues = queues;
        this.json = json;
    }

    @Override
    public String getBasePath() {
        return BASE;
    }

    @Override
    public void define(Service service) {
        service.post(BASE + "/retries", (request, response) -> retry(request), json);
    }

    private RetryAnswer retry(Request request) {
        RetryRequest retry = parse(request.body());
        try {
            String recipients = retry.pattern();
            RetryAnswer answer = new RetryAnswer(recipients, queues.retryNow(RetryRequest.covers(recipients)));
            LOGGER.info("retry on request: recipients={} mails={}", recipients, answer.getMails());
            return answer;
        } catch (InvalidValueException e) {
            throw badRequest(Sanitizer.clean(retry.given()) + ": allowed " + e.allowed());
        } catch (MessagingException e) {
            throw ErrorResponder.builder()
                    .statusCode(SERVER_ERROR)
                    .type(ErrorType.SERVER_ERROR)
                    .message("%s", String.valueOf(e.getMessage()))
                    .cause(e)
                    .haltError();
        }
    }

    private RetryRequest parse(String body) {
        try {
            Optional<RetryRequest> request = Optional.ofNullable(retryRequests.parse(body));
            return request.orElseThrow(() -> badRequest("the body is null: allowed a JSON object"));
        } catch (JsonExtractException e) {
            throw badRequest("the body is not the JSON object that is asked for here");
        }
    }

    private static RuntimeException badRequest(String message) {
        return ErrorResponder.builder()
                .statusCode(BAD_REQUEST)
                .type(ErrorType.INVALID_ARGUMENT)
                .message("%s", message)
                .haltError();
    }
}
