package dev.strongpost.policy.parse;

import java.nio.file.Path;

import dev.strongpost.files.BoundedFile;
import dev.strongpost.policy.rule.PolicyError;
import dev.strongpost.policy.rule.PolicyException;
import dev.strongpost.text.InvalidValueException;

/** The bytes of a file of rules, or in one sentence why there are none. */
public final class PolicyFile {
    /** A million rules take a tenth of it. */
    static final long LARGEST = 256L << 20;

    private PolicyFile() {}

    public static byte[] read(Path file) throws PolicyException {
        try {
            return BoundedFile.read(file, LARGEST, "a readable file of rules");
        } catch (InvalidValueException e) {
            String given = e.given(file.toAbsolutePath().toString());
            throw new PolicyException(PolicyError.of(file.toString(), 0, "file", given, e.allowed()));
        }
    }
}
