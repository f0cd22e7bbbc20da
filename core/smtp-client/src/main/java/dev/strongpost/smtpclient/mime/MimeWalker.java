// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.mime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import javax.annotation.Nullable;

/**
 * Walks through the entities of a message whose lines end in CR LF, octet by octet (RFC 2046 section 5.1.1). It knows
 * headers, boundaries and nothing of content; what is malformed is passed on as it is, in its place.
 */
final class MimeWalker implements LinePieces.Receiver {
    private static final int DEEPEST = 100;
    private static final int MOST_ENTITIES = 10_000;
    private static final int LONGEST_DELIMITER = 512;

    /** Is told what a message is made of, in order: all octets of it, each once. */
    interface Visitor {
        /** A header is complete; {@code separator} is the empty line behind it, if there is one. */
        void header(Entity entity, byte[] separator) throws IOException;

        /** A piece of the body of an entity that is not composite. */
        void body(Entity entity, byte[] octets, int length) throws IOException;

        /** A boundary line, or a piece of what is before the first and behind the last part of {@code entity}. */
        void between(Entity entity, byte[] octets, int length, boolean delimiter) throws IOException;

        /** The body of an entity ends, {@code atDelimiter}: with a line end that belongs to the boundary line. */
        void end(Entity entity, boolean atDelimiter) throws IOException;
    }

    private enum State {
        HEADER,
        BODY,
        BETWEEN
    }

    /** An entity whose end has not come, and whether its last boundary line has. */
    private static final class Open {
        private final Entity entity;
        private final @Nullable Open outer;
        private boolean closed;

        private Open(Entity entity, @Nullable Open outer) {
            this.entity = entity;
            this.outer = outer;
        }
    }

    private final Visitor visitor;
    private State state = State.HEADER;
    private Header header = new Header();
    private @Nullable Open innermost;
    private int count;

    MimeWalker(Visitor visitor) {
        this.visitor = visitor;
    }

    @Override
    public void piece(byte[] octets, int length, boolean begins, boolean ends) throws IOException {
        Optional<Open> delimited = begins && ends ? delimited(octets, length) : Optional.empty();
        if (delimited.isPresent()) {
            delimiter(delimited.get(), octets, length);
        } else if (state == State.HEADER) {
            header(octets, length, begins);
        } else if (state == State.BODY) {
            visitor.body(current(), octets, length);
        } else {
            visitor.between(current(), octets, length, false);
        }
    }

    private Entity current() {
        if (innermost == null) {
            throw new IllegalStateException("no entity is open");
        }
        return innermost.entity;
    }

    /** Returns the entity that has a boundary line here. Those further in end with it. */
    private Optional<Open> delimited(byte[] line, int length) {
        if (length < 3 || length > LONGEST_DELIMITER || line[0] != '-' || line[1] != '-') {
            return Optional.empty();
        }
        String text = delimiterText(line, length);
        for (Open open = innermost; open != null; open = open.outer) {
            Optional<String> boundary = open.closed ? Optional.empty() : open.entity.boundary();
            if (boundary.filter(known -> text.equals(known) || text.equals(known + "--"))
                    .isPresent()) {
                return Optional.of(open);
            }
        }
        return Optional.empty();
    }

    /** Returns what is behind the two hyphens. */
    private static String delimiterText(byte[] line, int length) {
        return new String(line, 2, length - 2, StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private void delimiter(Open open, byte[] line, int length) throws IOException {
        if (state == State.HEADER) {
            headerEnds(new byte[0]);
        }
        while (innermost != null && innermost != open) {
            visitor.end(innermost.entity, true);
            innermost = innermost.outer;
        }
        visitor.between(open.entity, line, length, true);
        String text = delimiterText(line, length);
        open.closed = open.entity
                .boundary()
                .filter(known -> text.equals(known + "--"))
                .isPresent();
        state = open.closed ? State.BETWEEN : State.HEADER;
        header = new Header();
    }

    private void header(byte[] octets, int length, boolean begins) throws IOException {
        boolean empty = begins && (octets[0] == '\n' || (octets[0] == '\r' && length == 2));
        if (empty) {
            byte[] separator = new byte[length];
            System.arraycopy(octets, 0, separator, 0, length);
            headerEnds(separator);
        } else {
            header.add(octets, length, begins);
        }
    }

    private void headerEnds(byte[] separator) throws IOException {
        if (++count > MOST_ENTITIES) {
            throw new UnconvertibleException("it has more than " + MOST_ENTITIES + " parts");
        }
        Entity entity = new Entity(count - 1, innermost == null ? null : innermost.entity, header);
        if (entity.depth() > DEEPEST) {
            throw new UnconvertibleException("its parts are nested deeper than " + DEEPEST);
        }
        innermost = new Open(entity, innermost);
        visitor.header(entity, separator);
        state = entity.boundary().isPresent() ? State.BETWEEN : State.BODY;
        if (entity.isMessage() && separator.length > 0) {
            state = State.HEADER;
            header = new Header();
        }
    }

    @Override
    public void end() throws IOException {
        if (state == State.HEADER) {
            headerEnds(new byte[0]);
        }
        for (Open open = innermost; open != null; open = open.outer) {
            visitor.end(open.entity, false);
        }
    }
}
