// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import javax.annotation.Nullable;
import javax.inject.Inject;
import javax.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.queue.api.MailPrioritySupport;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.mailet.Mail;
import org.apache.mailet.ProcessingState;
import org.apache.mailet.base.GenericMailet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.common.base.Joiner;
import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.store.ClientIdentities;
import dev.strongpost.certificates.store.ClientIdentityException;
import dev.strongpost.certificates.store.KeyEntry;
import dev.strongpost.dane.DaneLookup;
import dev.strongpost.dns.Dnssec;
import dev.strongpost.dns.HostLookup;
import dev.strongpost.dns.MailLookup;
import dev.strongpost.james.NameServers;
import dev.strongpost.james.PolicyTables;
import dev.strongpost.james.PresentedCertificates;
import dev.strongpost.james.RunningFaults;
import dev.strongpost.mailets.delivery.DeliveryEngine;
import dev.strongpost.mailets.delivery.DueTime;
import dev.strongpost.mailets.delivery.PublishedPolicies;
import dev.strongpost.mailets.delivery.QueueTime;
import dev.strongpost.mailets.delivery.RecipientGroup;
import dev.strongpost.mailets.delivery.RecipientGroups;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.live.LivePolicyTable;
import dev.strongpost.policy.rule.PolicyRule;
import dev.strongpost.smtpclient.Destinations;
import dev.strongpost.smtpclient.OwnHosts;

/**
 * Delivers mail to other hosts as the TLS policy requires, or bounces it. Where a rule demands TLS, no mail command
 * leaves before the session is judged good enough.
 *
 * <p>Parameters, besides those of James's RemoteDelivery, which keep their names and meaning ({@code delayTime},
 * {@code maxRetries}, {@code maxDnsProblemRetries}, {@code timeout}, {@code connectiontimeout}, {@code
 * bounceProcessor}, {@code onSuccess}, {@code gateway}, {@code gatewayPort}, {@code gatewayUsername}, {@code
 * gatewayPassword}, {@code loadBalancing}, {@code heloName}, {@code bind}, {@code usePriority}, {@code sendpartial},
 * {@code debug}):
 *
 * <ul>
 *   <li>{@code policy} (URL): the table of rules; {@code file://conf/tls-policy.conf}.
 *   <li>{@code outgoing} (name): the queue, of this mailet alone; {@code outgoing-tls}.
 *   <li>{@code port} (1 to 65535): where hosts listen; 25.
 *   <li>{@code maxConnections} (number): open connections to all hosts together; 1000.
 *   <li>{@code maxConnectionsPerHost} (number): open connections to one address; 20.
 *   <li>{@code maxMailsPerConnection} (number): mails that one connection takes; 1000.
 *   <li>{@code connectionIdleTime} (duration): how long an unused connection is kept; {@code 10 seconds}.
 *   <li>{@code delayNotification} (duration): how long a mail waits before its sender is told, once; {@code 4 hours};
 *       {@code 0} for never.
 *   <li>{@code finalReplyTimeout} (duration): how long a host may take to answer a message; {@code 10 minutes}.
 *   <li>{@code dnsTimeout} (duration): the time for an answer of a name server; {@code 5 seconds}.
 *   <li>{@code addressFamilies} (list of {@code ipv4} and {@code ipv6}): which addresses of a host are tried, and which
 *       of them first; {@code ipv6,ipv4}.
 *   <li>{@code ownAddresses} (list of IP addresses): by which others reach this server, besides those of its network
 *       interfaces; a mail exchanger at one of them is this server itself.
 *   <li>{@code published} ({@code on} or {@code off}): whether what domains publish about the TLS of mail to them applies
 *       in addition to the rules: DANE and MTA-STS; {@code off}.
 *   <li>{@code dnssec} ({@code off}, {@code validate} or {@code resolver}): how it is found out what DNSSEC proves, which
 *       DANE needs: not at all, by validation in this server, or by the AD bit of name servers on loopback addresses;
 *       {@code validate} where {@code published} is {@code on}, else {@code off}.
 *   <li>{@code dnssecAnchors} (URL): a file of DS or DNSKEY records of the root, in place of those that IANA publishes.
 *   <li>{@code stateDirectory} (URL): where it is kept; {@code file://var/strongpost/}.
 *   <li>{@code keystore} (URL), {@code keystoreType} (name; PKCS12), {@code secret} (password): where rules find the
 *       certificates of {@code client-cert=ALIAS}; the parameters of James's servers, so its own keystore can serve.
 *   <li>{@code maxMailsInFlight} (number): mails taken from the queue at a time; 1000.
 * </ul>
 *
 * <p>RemoteDelivery's {@code startTLS}, {@code sslEnable}, {@code verifyServerIdentity} and {@code mail.*} are refused:
 * the policy says what TLS there is. So is any parameter that is not known.
 *
 * <pre><code>
 * &lt;mailet match="dev.strongpost.matchers.RecipientRequiresTls" class="dev.strongpost.mailets.TlsRemoteDelivery"&gt;
 *   &lt;outgoing&gt;outgoing-tls&lt;/outgoing&gt;
 *   &lt;delayTime&gt;5000, 100000, 500000&lt;/delayTime&gt;
 *   &lt;maxRetries&gt;3&lt;/maxRetries&gt;
 *   &lt;bounceProcessor&gt;bounces&lt;/bounceProcessor&gt;
 * &lt;/mailet&gt;
 * </code></pre>
 *
 * <p>It is in the {@code relay} processor, before RemoteDelivery, and ends the processing of what it takes. What
 * cannot be delivered goes to {@code bounceProcessor} with the attributes of {@link
 * dev.strongpost.james.TlsMailAttributes}, or to the processor that the rule names; what was delivered goes to {@code
 * onSuccess} with them. {@link DeliveryMetrics} counts.
 */
public class TlsRemoteDelivery extends GenericMailet {
    private static final Logger LOGGER = LoggerFactory.getLogger(TlsRemoteDelivery.class);

    private final Lookups lookups;
    private final DomainList domainList;
    private final MailQueueFactory<?> queueFactory;
    private final PolicyTables policyTables;
    private final OutgoingQueues outgoingQueues;
    private final FileSystem fileSystem;
    private final KnownProcessors processors;
    private final DeliveryMetrics metrics;
    private final PresentedCertificates certificates;
    private final RunningFaults faults;

    private @Nullable Running running;

    /** Everything that exists between {@code init} and {@code destroy}. */
    private static final class Running {
        private final TlsRemoteDeliveryConfiguration configuration;
        private final LivePolicyTable policy;
        private final MailQueue queue;
        private final DeliveryEngine engine;
        private final ClientCertificates presented;
        private final Optional<PublishedSource> published;
        private final DnssecWatch dnssec;
        private final RunningFaults.Source queueFault;

        private Running(
                TlsRemoteDeliveryConfiguration configuration,
                LivePolicyTable policy,
                MailQueue queue,
                DeliveryEngine engine,
                ClientCertificates presented,
                Optional<PublishedSource> published,
                DnssecWatch dnssec) {
            this.dnssec = dnssec;
            this.queueFault = engine::fault;
            this.configuration = configuration;
            this.policy = policy;
            this.queue = queue;
            this.engine = engine;
            this.presented = presented;
            this.published = published;
        }
    }

    /** Makes the resolver of a mailet; from {@link NameServers} but in tests without a network. */
    public interface Lookups {
        /**
         * Returns a resolver that gives a server {@code timeout} for an answer, keeps failures for a time, and finds out so
         * what DNSSEC proves.
         */
        MailLookup within(Duration timeout, Duration keepFailures, Dnssec dnssec) throws MessagingException;
    }

    /** Made by James. */
    @Inject
    public TlsRemoteDelivery(
            NameServers nameServers,
            DomainList domainList,
            MailQueueFactory<?> queueFactory,
            PolicyTables policyTables,
            OutgoingQueues outgoingQueues,
            FileSystem fileSystem,
            KnownProcessors processors,
            DeliveryMetrics metrics,
            PresentedCertificates certificates,
            RunningFaults faults) {
        this(
                (timeout, keepFailures, dnssec) -> nameServers.resolver(timeout, keepFailures, dnssec),
                domainList,
                queueFactory,
                policyTables,
                outgoingQueues,
                fileSystem,
                processors,
                metrics,
                certificates,
                faults);
    }

    /** Takes what looks names up. */
    public TlsRemoteDelivery(
            Lookups lookups,
            DomainList domainList,
            MailQueueFactory<?> queueFactory,
            PolicyTables policyTables,
            OutgoingQueues outgoingQueues,
            FileSystem fileSystem,
            KnownProcessors processors,
            DeliveryMetrics metrics,
            PresentedCertificates certificates,
            RunningFaults faults) {
        this.lookups = lookups;
        this.domainList = domainList;
        this.queueFactory = queueFactory;
        this.policyTables = policyTables;
        this.outgoingQueues = outgoingQueues;
        this.fileSystem = fileSystem;
        this.processors = processors;
        this.metrics = metrics;
        this.certificates = certificates;
        this.faults = faults;
    }

    @Override
    public void init() throws MessagingException {
        TlsRemoteDeliveryConfiguration configuration =
                TlsRemoteDeliveryConfiguration.from(getMailetConfig(), domainList);
        LivePolicyTable policy = policyTables.open(configuration.policy());
        ClientIdentities identities = identities(configuration, policy.current());
        outgoingQueues.claim(configuration.queue());
        MailQueue queue = queueFactory.createQueue(configuration.queue());
        Dnssec dnssec = configuration.dnssec(fileSystem);
        MailLookup dns = lookups.within(configuration.dnsTimeout(), configuration.keepDnsFailures(), dnssec);
        DnssecWatch watch = new DnssecWatch(dns::testDnssec);
        Optional<PublishedSource> published = published(configuration, dns, dnssec, watch);
        DeliveryEngine engine = new DeliveryEngine(
                queue,
                configuration.james(),
                configuration.connections(),
                configuration.mailsInFlight(),
                configuration.delayNotification(),
                destinations(configuration, dns),
                published.map(PublishedSource::policies).orElseGet(PublishedPolicies::off),
                policy::current,
                identities,
                getMailetContext(),
                processors::isKnown,
                metrics);
        ClientCertificates presented = new ClientCertificates(identities);
        running = new Running(configuration, policy, queue, engine, presented, published, watch);
        policy.follow(presented::look);
        certificates.add(presented);
        metrics.show(presented);
        metrics.show(queue);
        // Without these James does not start.
        processors.promise(requiredProcessingState());
        policy.addObserver(new ProcessorWatch(processors));
        engine.start();
        faults.add(running.queueFault);
        faults.add(running.dnssec);
        running.dnssec.ask();
        if (!dnssec.lackingAlgorithms().isEmpty()) {
            LOGGER.warn(
                    "This Java lacks {}: zones that are signed by nothing else count as not signed",
                    Joiner.on(" and ").join(dnssec.lackingAlgorithms()));
        }
        outgoingQueues.setRunning(configuration.queue(), engine);
    }

    /** Returns the client certificates, once all that rules name are found to be usable. */
    private ClientIdentities identities(TlsRemoteDeliveryConfiguration configuration, PolicyTable table)
            throws MessagingException {
        ClientIdentities identities = configuration.identities(fileSystem);
        Set<String> checked = new HashSet<>();
        for (PolicyRule rule : table.rules()) {
            Optional<String> name = rule.requirement().clientCertificate();
            try {
                if (name.isPresent() && checked.add(name.get())) {
                    KeyEntry unused = identities.named(name.get());
                }
            } catch (ClientIdentityException e) {
                throw new MessagingException(rule.requirement().source() + ": " + e.getMessage(), e);
            }
        }
        return identities;
    }

    private Optional<PublishedSource> published(
            TlsRemoteDeliveryConfiguration configuration, MailLookup dns, Dnssec dnssec, DnssecWatch watch)
            throws MessagingException {
        if (!configuration.usesPublished()) {
            return Optional.empty();
        }
        return Optional.of(PublishedSource.open(
                fileSystem,
                configuration.stateDirectory(),
                dns,
                dnssec.isOn()
                        ? Optional.of(new DaneLookup(dns, Clock.systemUTC(), watch::unavailable))
                        : Optional.empty()));
    }

    private Destinations destinations(TlsRemoteDeliveryConfiguration configuration, HostLookup dns)
            throws MessagingException {
        return new Destinations(
                dns,
                configuration.port(),
                configuration.addressFamilies(),
                OwnHosts.of(configuration.james().getHeloNameProvider()::getHeloName, configuration.ownAddresses()),
                configuration.gateways(),
                configuration.james().isLoadBalancing());
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        Running now = Preconditions.checkNotNull(running, "not initialized");
        if (now.configuration.james().isUsePriority()) {
            mail.setAttribute(MailPrioritySupport.HIGH_PRIORITY_ATTRIBUTE);
        }
        QueueTime.stamp(mail, Instant.now());
        DueTime.clear(mail);
        enqueue(mail, now);
        mail.setState(Mail.GHOST);
    }

    /** Puts one mail for each domain and requirement into the queue, as RemoteDelivery does for each domain. */
    private static void enqueue(Mail mail, Running now) throws MessagingException {
        boolean byDomain = now.configuration.james().getGatewayServer().isEmpty();
        ImmutableList<RecipientGroup> groups = RecipientGroups.of(mail.getRecipients(), now.policy.current(), byDomain);
        String name = mail.getName();
        for (int i = 0; i < groups.size(); i++) {
            RecipientGroup group = groups.get(i);
            mail.setRecipients(group.recipients());
            mail.setName(name + "-to-" + group.domain().name() + (i == 0 ? "" : "-" + i));
            try {
                now.queue.enQueue(mail);
            } catch (MessagingException | RuntimeException e) {
                // James deals with the mail now: for all recipients that are not stored, and no others.
                mail.setName(name);
                mail.setRecipients(addresses(groups.subList(i, groups.size())));
                throw e;
            }
        }
    }

    private static ImmutableList<MailAddress> addresses(List<RecipientGroup> groups) {
        return groups.stream().flatMap(group -> group.recipients().stream()).collect(ImmutableList.toImmutableList());
    }

    @Override
    public void destroy() {
        if (running == null) {
            return;
        }
        certificates.remove(running.presented);
        metrics.hide(running.presented);
        running.engine.close();
        running.published.ifPresent(PublishedSource::close);
        faults.remove(running.dnssec);
        faults.remove(running.queueFault);
        outgoingQueues.release(running.configuration.queue());
        try {
            running.queue.close();
        } catch (IOException e) {
            LOGGER.warn(
                    "the queue {} could not be closed",
                    running.configuration.queue().asString(),
                    e);
        }
    }

    @Override
    public Collection<ProcessingState> requiredProcessingState() {
        Running now = Preconditions.checkNotNull(running, "not initialized");
        return Stream.of(
                        now.configuration.james().getBounceProcessor().stream(),
                        now.configuration.james().getOnSuccess().stream(),
                        processorsOfRules(now))
                .flatMap(states -> states)
                .collect(ImmutableList.toImmutableList());
    }

    private static Stream<ProcessingState> processorsOfRules(Running now) {
        return now.policy.current().rules().stream()
                .flatMap(rule -> rule.requirement().failure().processor().stream())
                .distinct()
                .map(ProcessingState::new);
    }

    @Override
    public String getMailetInfo() {
        return "Strongpost TlsRemoteDelivery";
    }
}
