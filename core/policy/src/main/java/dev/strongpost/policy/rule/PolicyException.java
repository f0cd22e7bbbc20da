// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.rule;

import java.util.List;
import java.util.stream.Collectors;

import com.google.common.collect.ImmutableList;

/** A policy table was refused. The message lists every mistake in it, one a line. */
public final class PolicyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient ImmutableList<PolicyError> errors;

    public PolicyException(List<PolicyError> errors) {
        super(errors.stream().map(PolicyError::toString).collect(Collectors.joining("\n")));
        this.errors = ImmutableList.copyOf(errors);
    }

    public PolicyException(PolicyError error) {
        this(ImmutableList.of(error));
    }

    /** Returns every mistake, in the order of the file. */
    public ImmutableList<PolicyError> errors() {
        return errors;
    }
}
