package dev.strongpost.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.google.common.collect.ImmutableList;

/** Gathers rules into a table and refuses those that another rule stands in the way of. Not thread-safe. */
final class TableBuilder {
    private final RuleSource file;
    private final ErrorList errors;
    private final RuleLog log = new RuleLog();
    private final TakenKeys outbound = new TakenKeys(log);
    private final KeyKinds kinds = new KeyKinds(); // of the outbound rules
    private final TakenKeys inbound = new TakenKeys(log);
    private final List<RuleTerms> terms = new ArrayList<>();
    private final Map<RuleTerms, Integer> numbers = new HashMap<>();

    /** Takes the file that the rules stand in, a path or a name. */
    TableBuilder(String file, ErrorList errors) {
        this.file = RuleSource.of(file, 0);
        this.errors = errors;
    }

    /** Returns the table without rules. */
    static PolicyTable empty() {
        return new TableBuilder("", new ErrorList("")).table();
    }

    void add(PolicyRule rule) {
        long hash = KeyHash.of(rule.who());
        int present = present(rule, hash);
        if (present == RuleRecord.NONE) {
            append(rule, hash);
        } else {
            errors.add(rule.requirement().source().line(), "who", rule.who(), onlyOne(rule, present));
        }
    }

    private int present(PolicyRule rule, long hash) {
        Direction direction = rule.direction();
        int out = direction.covers(Direction.OUT) ? outbound.find(rule.who(), hash) : RuleRecord.NONE;
        return out == RuleRecord.NONE && direction.covers(Direction.IN) ? inbound.find(rule.who(), hash) : out;
    }

    private void append(PolicyRule rule, long hash) {
        int line = rule.requirement().source().line();
        int place = log.add(number(rule.terms()), line, rule.who(), hash);
        if (rule.direction().covers(Direction.OUT)) {
            outbound.add(hash, place);
            kinds.note(rule.who());
        }
        if (rule.direction().covers(Direction.IN)) {
            inbound.add(hash, place);
        }
    }

    private int number(RuleTerms of) {
        return numbers.computeIfAbsent(of, added -> {
            terms.add(added);
            return terms.size() - 1;
        });
    }

    private String onlyOne(PolicyRule rule, int present) {
        String who = RuleRecord.who(log.bytes(), present);
        String place = " of line " + RuleRecord.line(log.bytes(), present);
        return rule.who().equals(who)
                ? "one rule for it in each direction, and there is the one" + place
                : "either it or " + who + place + ", not both";
    }

    PolicyTable build() throws PolicyException {
        errors.throwIfAny();
        return table();
    }

    private PolicyTable table() {
        RulePacker packer = RulePacker.pack(log, this::isOutbound);
        PackedRules rules = new PackedRules(file, ImmutableList.copyOf(terms), packer.bytes(), packer.places());
        return new PolicyTable(rules, new RuleLookup(rules, packer.index(), kinds));
    }

    private boolean isOutbound(int number) {
        return terms.get(number).direction().covers(Direction.OUT);
    }
}
