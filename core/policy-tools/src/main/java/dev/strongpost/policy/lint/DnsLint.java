// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.lint;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;

import dev.strongpost.dns.AddressFamily;
import dev.strongpost.dns.DnsAnswer;
import dev.strongpost.dns.HostLookup;
import dev.strongpost.dns.MailExchanger;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.lint.TableWarning.Kind;
import dev.strongpost.policy.rule.Direction;
import dev.strongpost.policy.rule.PolicyRule;

/**
 * Asks DNS about the domains of a table's rules for outbound mail: whether mail can go there at all, and whether a rule
 * names a host where the domain of its recipients was meant.
 */
public final class DnsLint {
    /** So many rules at a time, for the sake of the name server. */
    private static final int AT_A_TIME = 100;

    private final HostLookup dns;

    private DnsLint(HostLookup dns) {
        this.dns = dns;
    }

    /** Returns what is suspicious, in the order of the file. Waits for the answers. */
    public static ImmutableList<TableWarning> of(PolicyTable table, HostLookup dns) {
        DnsLint lint = new DnsLint(dns);
        List<PolicyRule> rules = table.rules().stream()
                .filter(rule -> rule.direction().covers(Direction.OUT)
                        && !domain(rule.who()).isEmpty())
                .collect(Collectors.toList());
        ImmutableList.Builder<TableWarning> warnings = ImmutableList.builder();
        for (List<PolicyRule> some : Lists.partition(rules, AT_A_TIME)) {
            List<CompletableFuture<Optional<TableWarning>>> looks =
                    some.stream().map(lint::look).collect(Collectors.toList());
            looks.forEach(look -> look.join().ifPresent(warnings::add));
        }
        return warnings.build();
    }

    /** Returns the domain that a rule names; empty where it names none, an address literal, or all below a domain. */
    private static String domain(String who) {
        String domain = who.substring(who.lastIndexOf('@') + 1);
        if (domain.startsWith("=")) {
            return domain.substring(1);
        }
        return domain.startsWith("*") || domain.startsWith(".") || domain.startsWith("[") ? "" : domain;
    }

    private CompletableFuture<Optional<TableWarning>> look(PolicyRule rule) {
        String domain = domain(rule.who());
        return dns.mailExchangers(domain).thenCompose(answer -> {
            if (answer.isTemporary()) {
                return notAnswered(rule, answer);
            }
            if (MailExchanger.isNullMx(answer.records())) {
                return warn(Kind.NO_MAIL, rule, "takes no mail, by its MX record (RFC 7505)");
            }
            return answer.isAbsent() ? lookAtHost(rule, domain) : none();
        });
    }

    private static CompletableFuture<Optional<TableWarning>> none() {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    private static CompletableFuture<Optional<TableWarning>> warn(Kind kind, PolicyRule rule, String reason) {
        return CompletableFuture.completedFuture(Optional.of(new TableWarning(kind, rule, reason)));
    }

    private static CompletableFuture<Optional<TableWarning>> notAnswered(PolicyRule rule, DnsAnswer<?> answer) {
        return warn(
                Kind.NOT_ANSWERED,
                rule,
                "cannot be checked: " + answer.failure().orElse(""));
    }

    /** RFC 5321 section 5.1: a domain without a mail exchanger is its own host. */
    private CompletableFuture<Optional<TableWarning>> lookAtHost(PolicyRule rule, String domain) {
        return dns.addresses(domain, AddressFamily.IPV4)
                .thenCombine(
                        dns.addresses(domain, AddressFamily.IPV6),
                        (four, six) -> DnsAnswer.merged(ImmutableList.of(four, six)))
                .thenCompose(answer -> {
                    if (answer.isTemporary()) {
                        return notAnswered(rule, answer);
                    }
                    return answer.isAbsent()
                            ? warn(Kind.NO_SUCH_DOMAIN, rule, nowhere(domain))
                            : lookAbove(rule, domain, above(domain));
                });
    }

    private static String nowhere(String domain) {
        return domain.indexOf('.') < 0
                ? "has one label, and DNS knows no such domain: names are never completed by a search list"
                : "has neither a mail exchanger nor an address: is it spelt correctly?";
    }

    private static String above(String domain) {
        return domain.substring(domain.indexOf('.') + 1);
    }

    private CompletableFuture<Optional<TableWarning>> lookAbove(PolicyRule rule, String host, String domain) {
        if (domain.indexOf('.') < 0) {
            return none();
        }
        return dns.mailExchangers(domain).thenCompose(answer -> {
            if (answer.isTemporary()) {
                return notAnswered(rule, answer);
            }
            return isAmong(answer.records(), host)
                    ? warn(
                            Kind.MAIL_EXCHANGER,
                            rule,
                            "is a mail exchanger of " + domain
                                    + ": rules are for the domains of recipients, not for hosts")
                    : lookAbove(rule, host, above(domain));
        });
    }

    private static boolean isAmong(List<MailExchanger> exchangers, String host) {
        return exchangers.stream().anyMatch(exchanger -> exchanger.host().equalsIgnoreCase(host));
    }
}
