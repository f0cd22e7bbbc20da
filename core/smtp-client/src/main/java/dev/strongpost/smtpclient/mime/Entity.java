// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.mime;

import java.util.Locale;
import java.util.Optional;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableSet;

/**
 * A MIME entity (RFC 2045 section 2.4): a message or a part of one. Its number is its place among all entities in the
 * order in which they begin.
 */
final class Entity {
    private static final ImmutableSet<String> IDENTITY = ImmutableSet.of("7bit", "8bit", "binary");

    private final int number;
    private final int depth;
    private final @Nullable Entity parent;
    private final Header header;
    private final String type;
    private final Optional<String> boundary;
    private final String encoding;

    Entity(int number, @Nullable Entity parent, Header header) {
        this.number = number;
        this.parent = parent;
        this.depth = parent == null ? 0 : parent.depth + 1;
        this.header = header;
        ContentTypeField field =
                ContentTypeField.parse(header.value("content-type").orElse(defaultType(parent)));
        this.type = field.type();
        this.boundary = field.boundary();
        // RFC 2045 section 6.1.
        this.encoding = header.value("content-transfer-encoding")
                .map(value -> value.toLowerCase(Locale.ROOT).trim())
                .filter(value -> !value.isEmpty())
                .orElse("7bit");
    }

    /** RFC 2045 section 5.2, RFC 2046 section 5.1.5. */
    private static String defaultType(@Nullable Entity parent) {
        return parent != null && parent.type.equals("multipart/digest") ? "message/rfc822" : "text/plain";
    }

    int number() {
        return number;
    }

    int depth() {
        return depth;
    }

    @Nullable
    Entity parent() {
        return parent;
    }

    Header header() {
        return header;
    }

    /** Returns the transfer encoding in lower case; {@code 7bit} where there is none. */
    String encoding() {
        return encoding;
    }

    /** Tells whether it should have parts, and has no boundary that could divide them. */
    boolean isUndivided() {
        return type.startsWith("multipart/") && boundary.isEmpty();
    }

    /** Tells whether the body is as it is, not encoded. */
    boolean isIdentity() {
        return IDENTITY.contains(encoding());
    }

    /** Returns the boundary of its parts; empty for an entity that has none. */
    Optional<String> boundary() {
        return type.startsWith("multipart/") ? boundary : Optional.empty();
    }

    /** Tells whether the body is a message with a header of its own. RFC 2046 section 5.2.1: it is never encoded. */
    boolean isMessage() {
        return (type.equals("message/rfc822") || type.equals("message/global")) && isIdentity();
    }

    /** Tells whether it is made of other entities. */
    boolean isComposite() {
        return boundary().isPresent() || isMessage();
    }

    /** Tells whether a signature covers its parts as they are, octet for octet (RFC 1847 section 2.1). */
    boolean isSigned() {
        return type.equals("multipart/signed");
    }

    /** Tells whether it begins a message: the outermost entity, or that inside a {@code message/rfc822}. */
    boolean isRoot() {
        return parent == null || parent.isMessage();
    }
}
