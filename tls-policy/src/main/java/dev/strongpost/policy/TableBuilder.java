package dev.strongpost.policy;

import com.google.common.collect.ImmutableList;

/** Gathers rules into a table and refuses those that another rule stands in the way of. Not thread-safe. */
final class TableBuilder {
    private final ErrorList errors;
    private final ImmutableList.Builder<PolicyRule> rules = ImmutableList.builder();
    private final RuleIndex outbound = new RuleIndex();
    private final InboundIndex inbound = new InboundIndex();

    TableBuilder(ErrorList errors) {
        this.errors = errors;
    }

    void add(PolicyRule rule) {
        PolicyRule first = rule.direction().covers(Direction.OUT) ? outbound.add(rule) : null;
        PolicyRule firstInbound = inbound.add(rule);
        PolicyRule present = first == null ? firstInbound : first;
        if (present == null) {
            rules.add(rule);
        } else {
            errors.add(rule.requirement().source().line(), "who", rule.who(), onlyOne(rule, present));
        }
    }

    private String onlyOne(PolicyRule rule, PolicyRule present) {
        String place = " of line " + present.requirement().source().line();
        return rule.who().equals(present.who())
                ? "one rule for it in each direction, and there is the one" + place
                : "either it or " + present.who() + place + ", not both";
    }

    PolicyTable build() throws PolicyException {
        errors.throwIfAny();
        return new PolicyTable(rules.build(), outbound, new InboundRules(inbound));
    }
}
