package dev.strongpost.mailets.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.Mail;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import com.google.common.collect.Lists;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.TlsRequirement;

/** Splits the recipients of a mail by domain and by what the policy requires of them. */
public final class Shipments {
    /** A server has to take this many recipients in one transaction, RFC 5321 section 4.5.3.1.8. */
    private static final int MAX_RECIPIENTS = 100;

    /** A set of recipients that one queue item can hold. */
    public static final class Group {
        private final Domain domain;
        private final TlsRequirement requirement;
        private final List<MailAddress> addresses = new ArrayList<>();

        private Group(Domain domain, TlsRequirement requirement) {
            this.domain = domain;
            this.requirement = requirement;
        }

        /** Returns the domain of the recipients, or of the first of them when all go through a gateway. */
        public Domain domain() {
            return domain;
        }

        /** Returns the recipients. */
        public ImmutableList<MailAddress> addresses() {
            return ImmutableList.copyOf(addresses);
        }
    }

    private Shipments() {}

    /**
     * Groups {@code recipients}, keeping their order.
     *
     * @param byDomain whether each domain gets a group of its own; a gateway takes all domains together, but for those whose
     *     rule asks who the other side is
     */
    public static ImmutableList<Group> group(Collection<MailAddress> recipients, PolicyTable table, boolean byDomain) {
        Map<Object, Group> groups = new LinkedHashMap<>();
        for (MailAddress recipient : recipients) {
            TlsRequirement requirement =
                    table.lookup(recipient.getLocalPart(), recipient.getDomain().asString());
            // A certificate that has to name the recipient's domain can only be judged for one domain at a time.
            boolean apart = byDomain || requirement.level().requiresTrustedPeer();
            Object key = apart ? ImmutableList.of(recipient.getDomain(), requirement) : requirement;
            groups.computeIfAbsent(key, unknown -> new Group(recipient.getDomain(), requirement))
                    .addresses
                    .add(recipient);
        }
        return ImmutableList.copyOf(groups.values());
    }

    /** Returns what has to be sent for {@code mail} by the policy of this moment, at most 100 recipients in each. */
    static ImmutableList<Shipment> of(Mail mail, MailContent content, PolicyTable table, boolean byDomain) {
        Preconditions.checkArgument(!Iterables.isEmpty(mail.getRecipients()), "a mail without recipients");
        Optional<DsnParameters> dsn = mail.dsnParameters();
        return group(mail.getRecipients(), table, byDomain).stream()
                .flatMap(group -> Lists.partition(group.addresses, MAX_RECIPIENTS).stream()
                        .map(part -> Lists.transform(part, address -> Recipient.of(address, dsn)))
                        .map(part -> new Shipment(mail, content, group.domain, group.requirement, part)))
                .collect(ImmutableList.toImmutableList());
    }
}
