// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dns;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.google.common.collect.ImmutableList;

/**
 * What DNS says to a query: records, or that there are none for certain (NXDOMAIN, or a name without records of the
 * type), or nothing that can be relied on at this time. Immutable.
 *
 * @param <T> what a record holds
 */
public final class DnsAnswer<T> {
    private final ImmutableList<T> records;
    private final Optional<String> failure;
    private final boolean proven;
    private final Optional<String> alias;

    private DnsAnswer(ImmutableList<T> records, Optional<String> failure, boolean proven, Optional<String> alias) {
        this.records = records;
        this.failure = failure;
        this.proven = proven;
        this.alias = alias;
    }

    /** Returns the answer with {@code records}; without any it is that there are none. Nothing proves it. */
    public static <T> DnsAnswer<T> of(List<T> records) {
        return of(records, false, Optional.empty());
    }

    /**
     * Returns the answer with {@code records}; without any it is that there are none.
     *
     * @param proven whether DNSSEC proves it, and every alias on the way to it
     * @param alias the name that the one asked for leads to over aliases (CNAME), without a dot at its end
     */
    public static <T> DnsAnswer<T> of(List<T> records, boolean proven, Optional<String> alias) {
        return new DnsAnswer<>(ImmutableList.copyOf(records), Optional.empty(), proven, alias);
    }

    /** Returns the answer that there are no records. */
    public static <T> DnsAnswer<T> absent() {
        return of(ImmutableList.of());
    }

    /** Returns that no answer came, or none that says anything; {@code why} names the query and how it failed. */
    public static <T> DnsAnswer<T> temporary(String why) {
        return new DnsAnswer<>(ImmutableList.of(), Optional.of(why), false, Optional.empty());
    }

    /**
     * Returns the records of all {@code answers}, one of each in turn. One that failed does not hide the others'
     * records; where there are none, it says that there may be some. They are proven where each answer with records is.
     */
    public static <T> DnsAnswer<T> merged(List<DnsAnswer<T>> answers) {
        List<Iterator<T>> left =
                answers.stream().map(answer -> answer.records.iterator()).collect(Collectors.toList());
        List<T> merged = new ArrayList<>();
        while (left.stream().anyMatch(Iterator::hasNext)) {
            left.stream().filter(Iterator::hasNext).forEach(each -> merged.add(each.next()));
        }
        return merged.isEmpty()
                ? answers.stream().filter(DnsAnswer::isTemporary).findFirst().orElseGet(() -> joined(merged, answers))
                : joined(merged, answers);
    }

    private static <T> DnsAnswer<T> joined(List<T> records, List<DnsAnswer<T>> answers) {
        List<DnsAnswer<T>> said = answers.stream()
                .filter(answer -> answer.records.isEmpty() == records.isEmpty())
                .collect(Collectors.toList());
        return of(
                records,
                !said.isEmpty() && said.stream().allMatch(DnsAnswer::isProven),
                said.stream().map(DnsAnswer::alias).flatMap(Optional::stream).findFirst());
    }

    /** Returns the records; none unless there are some for certain. */
    public ImmutableList<T> records() {
        return records;
    }

    /** Tells whether there are no records, for certain. */
    public boolean isAbsent() {
        return records.isEmpty() && failure.isEmpty();
    }

    /** Tells whether another query may be answered. */
    public boolean isTemporary() {
        return failure.isPresent();
    }

    /** Returns which query failed, and how; empty unless {@link #isTemporary}. */
    public Optional<String> failure() {
        return failure;
    }

    /**
     * Tells whether DNSSEC proves it: that these are the records, or that there are none, and each alias on the way. Never
     * so where nothing is validated, nor where the zone is not signed.
     */
    public boolean isProven() {
        return proven;
    }

    /** Returns the name that the one asked for leads to over aliases (CNAME), without a dot; empty where it is none. */
    public Optional<String> alias() {
        return alias;
    }

    /** Returns the same answer with {@code change} made to each record. */
    public <R> DnsAnswer<R> map(Function<? super T, ? extends R> change) {
        return new DnsAnswer<>(
                records.stream().<R>map(change).collect(ImmutableList.toImmutableList()), failure, proven, alias);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DnsAnswer
                && ((DnsAnswer<?>) other).records.equals(records)
                && ((DnsAnswer<?>) other).failure.equals(failure)
                && ((DnsAnswer<?>) other).proven == proven
                && ((DnsAnswer<?>) other).alias.equals(alias);
    }

    @Override
    public int hashCode() {
        return Objects.hash(records, failure, proven, alias);
    }

    @Override
    public String toString() {
        return failure.orElseGet(() -> (isAbsent() ? "absent" : records.toString()) + (proven ? ", proven" : ""));
    }
}
