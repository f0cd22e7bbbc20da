// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.rules;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.smtp.SMTPSession;

import com.google.common.base.Enums;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;

import dev.strongpost.inbound.tls.HandlerParameters;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.policy.rule.PolicyException;
import dev.strongpost.policy.rule.PolicyRule;

/**
 * Who is not asked what the rules ask: the elements {@code exemptRecipients} and {@code exemptClients}. What {@code
 * tls} and {@code clientCertificate} require of a connection is required of them all the same. Immutable.
 */
public final class Exemptions {
    /** The elements that are read here. */
    public static final ImmutableSet<String> KNOWN = ImmutableSet.of("exemptRecipients", "exemptClients");

    private static final String NONE = "none";

    /** RFC 5321 section 4.5.1 and RFC 2142: senders that cannot satisfy a rule have to be able to ask. */
    private static final ImmutableList<String> MAILBOXES = ImmutableList.of("postmaster@", "abuse@");

    /** Clients of whom there is another reason to trust them. */
    enum Client {
        /** Clients authenticated by SMTP AUTH. */
        AUTHENTICATED,
        /** Clients in the networks that James lets relay: {@code authorizedAddresses}. */
        LOCAL
    }

    private final PolicyTable recipients;
    private final Set<Client> clients;

    private Exemptions(PolicyTable recipients, Set<Client> clients) {
        this.recipients = recipients;
        this.clients = clients;
    }

    /**
     * Reads the elements.
     *
     * @throws ConfigurationException when one has a word in it that is none of those allowed
     */
    public static Exemptions from(HandlerParameters parameters) throws ConfigurationException {
        return new Exemptions(
                recipients(parameters.list("exemptRecipients")), clients(parameters.list("exemptClients")));
    }

    private static PolicyTable recipients(ImmutableList<String> given) throws ConfigurationException {
        if (isNone(given)) {
            return PolicyTable.empty();
        }
        try {
            return PolicyTableParser.forThisJvm()
                    .parseInline("exemptRecipients", String.join(", ", given.isEmpty() ? MAILBOXES : given));
        } catch (PolicyException e) {
            throw HandlerParameters.wrong("exemptRecipients", String.join(", ", given), e.getMessage() + "; or none");
        }
    }

    private static Set<Client> clients(ImmutableList<String> given) throws ConfigurationException {
        if (given.isEmpty()) {
            return EnumSet.allOf(Client.class);
        }
        Set<Client> clients = EnumSet.noneOf(Client.class);
        if (!isNone(given)) {
            for (String word : given) {
                clients.add(Enums.getIfPresent(Client.class, word.toUpperCase(Locale.ROOT))
                        .toJavaUtil()
                        .orElseThrow(
                                () -> HandlerParameters.wrong("exemptClients", word, "authenticated, local; none")));
            }
        }
        return clients;
    }

    private static boolean isNone(ImmutableList<String> given) {
        return given.size() == 1 && given.get(0).equalsIgnoreCase(NONE);
    }

    /** Tells whether some recipient is exempt, so that a sender cannot be refused before it has named one. */
    public boolean anyRecipient() {
        return recipients.size() > 0;
    }

    /** Returns the patterns of exempt recipients: {@code postmaster@, abuse@}. */
    String describeRecipients() {
        return recipients.rules().stream().map(PolicyRule::who).collect(Collectors.joining(", "));
    }

    /** Tells whether mail to {@code recipient} is taken whatever the rules ask. */
    public boolean isExempt(MailAddress recipient) {
        return recipients
                .match(recipient.getLocalPart(), recipient.getDomain().asString())
                .isPresent();
    }

    /** Returns why the client of {@code session} is not asked what the rules ask; empty when it is. */
    Optional<String> reason(SMTPSession session) {
        if (clients.contains(Client.AUTHENTICATED) && session.getUsername() != null) {
            return Optional.of("authenticated");
        }
        // Not session.isRelayingAllowed(): that is also true of authenticated clients.
        boolean local = session.getConfiguration()
                .isRelayingAllowed(session.getRemoteAddress().getAddress().getHostAddress());
        return clients.contains(Client.LOCAL) && local ? Optional.of("local") : Optional.empty();
    }
}
