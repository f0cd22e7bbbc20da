// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.rule;

import java.util.ArrayList;
import java.util.List;

/** The mistakes found in one file: the first thousand, and how many more there were. */
public final class ErrorList {
    static final int LIMIT = 1000;

    private final String file;
    private final List<PolicyError> errors = new ArrayList<>();
    private int more;

    public ErrorList(String file) {
        this.file = file;
    }

    public void add(int line, String key, String given, String allowed) {
        if (errors.size() < LIMIT) {
            errors.add(PolicyError.of(file, line, key, given, allowed));
        } else {
            more++;
        }
    }

    public int count() {
        return errors.size() + more;
    }

    public void throwIfAny() throws PolicyException {
        if (more > 0) {
            errors.add(PolicyError.of(file, 0, "file", more + " more errors than the " + LIMIT + " listed", "none"));
            more = 0;
        }
        if (!errors.isEmpty()) {
            throw new PolicyException(errors);
        }
    }
}
