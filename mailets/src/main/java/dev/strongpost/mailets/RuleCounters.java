// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;

import com.google.common.base.CharMatcher;

/**
 * A counter for each rule that was the cause of something, as James's metrics have no labels: at most {@value #MOST},
 * those of the rules that came first since the start; the others count together. All of them count in one that is there
 * from the start, too: a counter that appears with its first value has no rate. Thread-safe.
 */
final class RuleCounters {
    private static final int MOST = 200;
    private static final CharMatcher PLAIN =
            CharMatcher.inRange('a', 'z').or(CharMatcher.inRange('0', '9')).or(CharMatcher.anyOf(".-"));

    private final MetricFactory metrics;
    private final String prefix;
    private final Metric withoutRule;
    private final Metric byAnyRule;
    private final Metric others;
    private final Map<String, Metric> byRule = new ConcurrentHashMap<>();

    /** Makes counters whose names begin with {@code prefix}. */
    RuleCounters(MetricFactory metrics, String prefix) {
        this.metrics = metrics;
        this.prefix = prefix;
        this.withoutRule = metrics.generate(prefix + "without-rule");
        this.byAnyRule = metrics.generate(prefix + "by-rule");
        this.others = metrics.generate(prefix + "other-rules");
    }

    /** Counts one for the rule whose pattern that is, or for no rule. */
    void count(Optional<String> pattern) {
        pattern.map(this::counter).orElse(withoutRule).increment();
        pattern.ifPresent(any -> byAnyRule.increment());
    }

    private Metric counter(String pattern) {
        Metric known = byRule.get(pattern);
        if (known != null) {
            return known;
        }
        return byRule.size() < MOST ? byRule.computeIfAbsent(pattern, this::generate) : others;
    }

    private Metric generate(String pattern) {
        String name = pattern.equals("*") ? "everyone" : PLAIN.negate().replaceFrom(pattern, '_');
        return metrics.generate(prefix + "rule." + name);
    }
}
