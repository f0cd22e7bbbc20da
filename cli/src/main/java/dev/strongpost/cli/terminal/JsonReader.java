// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.terminal;

import java.io.IOException;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.common.collect.ImmutableMap;

/** Reads answers of a James from JSON (RFC 8259). */
public final class JsonReader {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonReader() {}

    /**
     * Returns the whole numbers, by name, of the object that the member {@code name} of the outermost object in {@code
     * text} is; empty when {@code text} is not JSON or has no such member.
     */
    public static Optional<ImmutableMap<String, Long>> wholeNumbers(String text, String name) {
        try (JsonParser json = FACTORY.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                if (field.equals(name)) {
                    return value == JsonToken.START_OBJECT ? numbers(json) : Optional.empty();
                }
                json.skipChildren();
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<ImmutableMap<String, Long>> numbers(JsonParser json) throws IOException {
        ImmutableMap.Builder<String, Long> numbers = ImmutableMap.builder();
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            if (json.nextToken() != JsonToken.VALUE_NUMBER_INT) {
                return Optional.empty();
            }
            numbers.put(field, json.getLongValue());
        }
        return json.currentToken() == JsonToken.END_OBJECT ? Optional.of(numbers.build()) : Optional.empty();
    }
}
