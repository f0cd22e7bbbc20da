// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;

import dev.strongpost.testkit.Checkout;

/** What {@code docs/json-output.md} says of the documents of one command: each field by its path, with its type. */
final class JsonManual {
    private static final Map<String, String> PARTS =
            Map.of("a requirement", "requirement", "a certificate", "certificate");

    private final Map<String, String> types = new TreeMap<>();

    private JsonManual() {}

    static JsonManual of(String command) {
        JsonManual manual = new JsonManual();
        manual.read(command, "");
        return manual;
    }

    private void read(String heading, String prefix) {
        for (String line : section(heading)) {
            List<String> cells = List.of(line.split("\\|", -1));
            String path = prefix + cells.get(1).replace("`", "").trim();
            String type = cells.get(2).trim();
            if (PARTS.containsKey(type)) {
                read(PARTS.get(type), path + "/");
            } else {
                types.put(path, type);
            }
        }
    }

    private static List<String> section(String heading) {
        try {
            List<String> rows = Files.readAllLines(Checkout.file("docs/json-output.md")).stream()
                    .dropWhile(line -> !line.equals("## " + heading))
                    .skip(1)
                    .takeWhile(line -> !line.startsWith("#"))
                    .filter(line -> line.startsWith("| `"))
                    .toList();
            if (rows.isEmpty()) {
                throw new AssertionError("the manual has no section " + heading);
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the paths that the manual has. */
    Set<String> paths() {
        return types.keySet();
    }

    /** Returns what is in the document and not in the manual, or of another type there. */
    List<String> unknown(JsonNode document) {
        List<String> unknown = new ArrayList<>();
        walk(document, "", (path, type) -> {
            String documented = types.entrySet().stream()
                    .filter(entry -> matches(entry.getKey(), path))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse("");
            if (!List.of(documented.split(" or ")).contains(type)) {
                unknown.add(path + " " + type);
            }
        });
        return unknown;
    }

    /** Returns the paths of the manual that the document has. */
    Set<String> shown(JsonNode document) {
        Set<String> shown = new TreeSet<>();
        walk(document, "", (path, type) -> types.keySet().stream()
                .filter(documented -> matches(documented, path))
                .forEach(shown::add));
        return shown;
    }

    private static boolean matches(String documented, String path) {
        String[] left = documented.split("/");
        String[] right = path.split("/");
        if (left.length != right.length) {
            return false;
        }
        for (int i = 0; i < left.length; i++) {
            if (!left[i].equals("*") && !left[i].equals(right[i])) {
                return false;
            }
        }
        return true;
    }

    private interface Leaf {
        void at(String path, String type);
    }

    private static void walk(JsonNode node, String path, Leaf leaf) {
        if (node.isObject()) {
            node.fields().forEachRemaining(field -> walk(field.getValue(), below(path, field.getKey()), leaf));
        } else if (node.isArray()) {
            node.forEach(item -> walk(item, below(path, "[]"), leaf));
        } else {
            leaf.at(path, type(node));
        }
    }

    private static String below(String path, String name) {
        return path.isEmpty() ? name : path + "/" + name;
    }

    private static String type(JsonNode node) {
        return switch (node.getNodeType()) {
            case NULL -> "null";
            case BOOLEAN -> "boolean";
            case NUMBER -> "number";
            case STRING -> "string";
            default -> throw new AssertionError(node);
        };
    }
}
