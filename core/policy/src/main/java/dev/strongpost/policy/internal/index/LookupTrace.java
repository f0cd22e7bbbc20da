// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.internal.index;

import java.util.ArrayList;
import java.util.List;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;

/** The places of the rules that one lookup meets. Not thread-safe; one per lookup. */
final class LookupTrace {
    private final List<Integer> places = new ArrayList<>();

    /** Notes a rule more specific than all before it. */
    void addNearer(int place) {
        places.add(place);
    }

    /** Returns the places, most specific first. */
    ImmutableList<Integer> places() {
        return ImmutableList.copyOf(Lists.reverse(places));
    }
}
