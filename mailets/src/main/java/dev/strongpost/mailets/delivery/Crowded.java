package dev.strongpost.mailets.delivery;

import java.io.IOException;

/** A host with more mail waiting for it than it takes, at a time when others need the room. No attempt was made. */
final class Crowded extends IOException {
    private static final long serialVersionUID = 1L;

    Crowded(Destination destination) {
        super(destination + " is slow, and other mail needs the room");
    }
}
