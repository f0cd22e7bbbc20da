package dev.strongpost.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.google.common.collect.ImmutableList;

import dev.strongpost.policy.decision.RuleSource;
import dev.strongpost.policy.internal.index.InboundIndex;
import dev.strongpost.policy.internal.index.KeyHash;
import dev.strongpost.policy.internal.index.KeyKinds;
import dev.strongpost.policy.internal.index.PackedRules;
import dev.strongpost.policy.internal.index.RuleLog;
import dev.strongpost.policy.internal.index.RuleLookup;
import dev.strongpost.policy.internal.index.RulePacker;
import dev.strongpost.policy.internal.index.RuleRecord;
import dev.strongpost.policy.internal.index.TakenKeys;
import dev.strongpost.policy.rule.Direction;
import dev.strongpost.policy.rule.ErrorList;
import dev.strongpost.policy.rule.PolicyException;
import dev.strongpost.policy.rule.PolicyRule;
import dev.strongpost.policy.rule.RuleTerms;

/** Gathers rules into a table and refuses those that another rule stands in the way of. Not thread-safe. */
public final class TableBuilder {
    private final RuleSource file;
    private final ErrorList errors;
    private final RuleLog log = new RuleLog();
    private final TakenKeys outbound = new TakenKeys(log);
    private final KeyKinds kinds = new KeyKinds(); // of the outbound rules
    private final InboundIndex inbound = new InboundIndex();
    private final List<RuleTerms> terms = new ArrayList<>();
    private final Map<RuleTerms, Integer> numbers = new HashMap<>();

    /** Takes the file that the rules stand in, a path or a name. */
    public TableBuilder(String file, ErrorList errors) {
        this.file = RuleSource.of(file, 0);
        this.errors = errors;
    }

    /** Returns the table without rules. */
    static PolicyTable empty() {
        return new TableBuilder("", new ErrorList("")).table();
    }

    public void add(PolicyRule rule) {
        boolean isOutbound = rule.direction().covers(Direction.OUT);
        long hash = KeyHash.of(rule.who());
        int present = isOutbound ? outbound.find(rule.who(), hash) : RuleRecord.NONE;
        if (present != RuleRecord.NONE) {
            refuse(rule, RuleRecord.who(log.bytes(), present), RuleRecord.line(log.bytes(), present));
            return;
        }
        PolicyRule presentInbound = inbound.add(rule);
        if (presentInbound != null) {
            refuse(
                    rule,
                    presentInbound.who(),
                    presentInbound.requirement().source().line());
            return;
        }
        int place = log.add(number(rule.terms()), rule.requirement().source().line(), rule.who(), hash);
        if (isOutbound) {
            outbound.add(hash, place);
            kinds.note(rule.who());
        }
    }

    private int number(RuleTerms of) {
        return numbers.computeIfAbsent(of, added -> {
            terms.add(added);
            return terms.size() - 1;
        });
    }

    private void refuse(PolicyRule rule, String presentWho, int presentLine) {
        String allowed = rule.who().equals(presentWho)
                ? "one rule for it in each direction, and there is the one of line " + presentLine
                : "either it or " + presentWho + " of line " + presentLine + ", not both";
        errors.add(rule.requirement().source().line(), "who", rule.who(), allowed);
    }

    public PolicyTable build() throws PolicyException {
        errors.throwIfAny();
        return table();
    }

    private PolicyTable table() {
        RulePacker packer = RulePacker.pack(log, this::isOutbound);
        PackedRules rules = new PackedRules(file, ImmutableList.copyOf(terms), packer.bytes(), packer.places());
        return new PolicyTable(rules, new RuleLookup(rules, packer.index(), kinds), new InboundRules(inbound));
    }

    private boolean isOutbound(int number) {
        return terms.get(number).direction().covers(Direction.OUT);
    }
}
