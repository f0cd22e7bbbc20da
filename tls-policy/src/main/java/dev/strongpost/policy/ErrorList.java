package dev.strongpost.policy;

import java.util.ArrayList;
import java.util.List;

/** The mistakes found in one file: the first thousand, and how many more there were. */
final class ErrorList {
    static final int LIMIT = 1000;

    private final String file;
    private final List<PolicyError> errors = new ArrayList<>();
    private int more;

    ErrorList(String file) {
        this.file = file;
    }

    void add(int line, String key, String given, String allowed) {
        if (errors.size() < LIMIT) {
            errors.add(PolicyError.of(file, line, key, given, allowed));
        } else {
            more++;
        }
    }

    int count() {
        return errors.size() + more;
    }

    void throwIfAny() throws PolicyException {
        if (more > 0) {
            errors.add(PolicyError.of(file, 0, "file", more + " more errors than the " + LIMIT + " listed", "none"));
            more = 0;
        }
        if (!errors.isEmpty()) {
            throw new PolicyException(errors);
        }
    }
}
