// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import javax.mail.internet.MimeMessage;

import org.apache.james.core.MailAddress;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.mailetcontainer.api.MailProcessor;
import org.apache.james.mailetcontainer.impl.CompositeProcessorImpl;
import org.apache.james.metrics.dropwizard.DropWizardGaugeRegistry;
import org.apache.james.metrics.dropwizard.DropWizardMetricFactory;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.queue.memory.MemoryMailQueueFactory;
import org.apache.james.server.core.MailImpl;
import org.apache.james.transport.mailets.RemoteDelivery;
import org.apache.james.util.MimeMessageUtil;
import org.apache.mailet.Mailet;
import org.apache.mailet.base.MailAddressFixture;
import org.apache.mailet.base.test.FakeMailContext;
import org.apache.mailet.base.test.FakeMailContext.SentMail;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.awaitility.Awaitility;
import org.mockito.Mockito;

import com.codahale.metrics.MetricRegistry;
import com.google.common.collect.ImmutableList;

import dev.strongpost.dns.MailLookup;
import dev.strongpost.james.PolicyTables;
import dev.strongpost.james.PresentedCertificates;
import dev.strongpost.james.RunningFaults;
import dev.strongpost.mailets.DeliveryMetrics;
import dev.strongpost.mailets.KnownProcessors;
import dev.strongpost.mailets.OutgoingQueues;
import dev.strongpost.mailets.TlsRemoteDelivery;
import dev.strongpost.policy.live.LivePolicyTable;
import dev.strongpost.testkit.Loopback;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/** A TlsRemoteDelivery with a queue of James, receivers on loopback, and names for them. */
public final class DeliveryFixture implements AutoCloseable {
    public static final Duration PATIENCE = Duration.ofSeconds(15);
    public static final String QUEUE = "outgoing-tls";

    private final Path directory;
    private final int port = Loopback.freePort(Loopback.freshAddress());
    private final NamesForTests dns = new NamesForTests();
    private MailLookup lookup = dns;
    private final MemoryMailQueueFactory queues;
    private final FakeMailContext context = Mockito.spy(FakeMailContext.builder()
            .postmaster(MailAddressFixture.POSTMASTER_AT_JAMES)
            .build());
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final List<SmtpReceiver> receivers = new java.util.ArrayList<>();
    private final AtomicInteger mails = new AtomicInteger();
    private final MetricRegistry metrics = new MetricRegistry();
    private final CompositeProcessorImpl processors = Mockito.mock(CompositeProcessorImpl.class);
    private final PolicyTables tables = new PolicyTables(new PlainFiles());
    private final PresentedCertificates certificates = new PresentedCertificates();
    private final RunningFaults faults = new RunningFaults();
    private final OutgoingQueues outgoing = new OutgoingQueues();
    private Mailet mailet;

    public DeliveryFixture(Path directory) {
        this(directory, new MemoryMailQueueFactory(new RawMailQueueItemDecoratorFactory()));
    }

    public DeliveryFixture(Path directory, MemoryMailQueueFactory queues) {
        this.directory = directory;
        this.queues = queues;
        parameters.put("policy", directory.resolve("tls-policy.conf").toString());
        parameters.put("port", String.valueOf(port));
        parameters.put("outgoing", QUEUE);
        parameters.put("bounceProcessor", "bounces");
        parameters.put("delayTime", "3*200 ms");
        parameters.put("maxRetries", "3");
        parameters.put("heloName", "james.example");
        policy("# no rules");
    }

    public DeliveryFixture policy(String... rules) {
        try {
            Files.writeString(directory.resolve("tls-policy.conf"), String.join("\n", rules) + "\n");
            return this;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public DeliveryFixture with(String parameter, String value) {
        parameters.put(parameter, value);
        return this;
    }

    public DeliveryFixture without(String parameter) {
        parameters.remove(parameter);
        return this;
    }

    /** Starts a receiver and makes it the next mail exchanger of {@code domain}. */
    public SmtpReceiver exchanger(String domain, ReceiverBehaviour behaviour) {
        InetAddress address = Loopback.freshAddress();
        SmtpReceiver receiver = SmtpReceiver.listen(new InetSocketAddress(address, port), behaviour);
        receivers.add(receiver);
        dns.addExchanger(domain, address);
        return receiver;
    }

    /** Makes an address where nobody listens the next mail exchanger of {@code domain}. */
    public DeliveryFixture deadExchanger(String domain) {
        dns.addExchanger(domain, Loopback.freshAddress());
        return this;
    }

    /** Makes James have a processor of this name. */
    public DeliveryFixture processor(String name) {
        Mockito.when(processors.getProcessor(name)).thenReturn(Mockito.mock(MailProcessor.class));
        return this;
    }

    /** Returns how often the metric of this name has been counted. */
    public long count(String metric) {
        return metrics.getMeters().get(metric).getCount();
    }

    /** Returns what the gauge of this name shows. */
    public Object gauge(String metric) {
        return metrics.getGauges().get(metric).getValue();
    }

    /** Waits until the table in force, after a change of its file, has a rule for {@code who}. */
    public void awaitRule(String who) throws Exception {
        LivePolicyTable table = tables.open(parameters.get("policy"));
        Awaitility.await().atMost(PATIENCE.multipliedBy(2)).until(() -> {
            table.poll();
            return table.current().rules().stream().anyMatch(rule -> rule.who().equals(who));
        });
    }

    /** Returns the certificates that this James presents. */
    public PresentedCertificates certificates() {
        return certificates;
    }

    public MetricRegistry metrics() {
        return metrics;
    }

    /** Has delivery ask that for its hosts, in place of {@link #dns}. */
    public DeliveryFixture lookup(MailLookup other) {
        lookup = other;
        return this;
    }

    public NamesForTests dns() {
        return dns;
    }

    public int port() {
        return port;
    }

    public FakeMailContext context() {
        return context;
    }

    public DeliveryFixture start() throws Exception {
        return start(new TlsRemoteDelivery(
                (timeout, keepFailures, dnssec) -> lookup,
                Mockito.mock(DomainList.class),
                queues,
                tables,
                outgoing,
                new PlainFiles(),
                new KnownProcessors(() -> processors),
                new DeliveryMetrics(
                        new DropWizardMetricFactory(metrics), new DropWizardGaugeRegistry(metrics), metrics),
                certificates,
                faults));
    }

    /** Starts James's own mailet instead, with the same parameters, names, queue and context. */
    public DeliveryFixture startStock() throws Exception {
        return start(new RemoteDelivery(dns, Mockito.mock(DomainList.class), queues, new RecordingMetricFactory()));
    }

    private DeliveryFixture start(Mailet made) throws Exception {
        mailet = made;
        FakeMailetConfig.Builder config =
                FakeMailetConfig.builder().mailetName("TlsRemoteDelivery").mailetContext(context);
        parameters.forEach(config::setProperty);
        mailet.init(config.build());
        return this;
    }

    /** Has mail to the domain that waits for a retry tried at once, and returns how many mails that is. */
    public long retryNow(String domain) throws Exception {
        return outgoing.retryNow(address -> address.getDomain().asString().equals(domain))
                .get(QUEUE);
    }

    public TlsRemoteDelivery mailet() {
        return (TlsRemoteDelivery) mailet;
    }

    public void send(String sender, String... recipients) throws Exception {
        send(mail(sender, "Subject: hello\r\n\r\nhello\r\n", recipients));
    }

    public void send(MailImpl mail) throws Exception {
        mailet.service(mail);
        mail.dispose();
    }

    public MailImpl mail(String sender, String message, String... recipients) throws Exception {
        return mail(sender, MimeMessageUtil.mimeMessageFromString(message), recipients);
    }

    public MailImpl mail(String sender, MimeMessage message, String... recipients) throws Exception {
        MailImpl.Builder mail =
                MailImpl.builder().name("mail" + mails.incrementAndGet()).mimeMessage(message);
        mail.sender(sender.isEmpty() ? MailAddress.nullSender() : new MailAddress(sender));
        for (String recipient : recipients) {
            mail.addRecipient(new MailAddress(recipient));
        }
        return mail.build();
    }

    /** Waits for {@code count} mails handed to processors, and returns all there are then. */
    public List<SentMail> awaitHandedOn(int count) {
        Awaitility.await().atMost(PATIENCE).until(() -> handedOn().size() >= count);
        return handedOn();
    }

    private List<SentMail> handedOn() {
        synchronized (context) {
            return List.copyOf(context.getSentMails());
        }
    }

    public static List<String> recipientsOf(SentMail mail) {
        return mail.getRecipients().stream().map(MailAddress::asString).sorted().toList();
    }

    public static String attribute(SentMail mail, String name) {
        return mail.getAttributes().entrySet().stream()
                .filter(entry -> entry.getKey().asString().equals(name))
                .map(entry -> String.valueOf(entry.getValue().getValue().value()))
                .findFirst()
                .orElse("");
    }

    /** Returns how many mails wait in the queue or are in flight. */
    public long queued() throws Exception {
        return queues.getQueue(MailQueueName.of(QUEUE)).orElseThrow().getSize();
    }

    /** Returns how many mails wait in the queue, apart from those in flight. */
    public int waiting() throws Exception {
        return ImmutableList.copyOf(
                        queues.getQueue(MailQueueName.of(QUEUE)).orElseThrow().browse())
                .size();
    }

    /** Returns how many mails to that domain wait in the queue, apart from those in flight. */
    public long waiting(String domain) throws Exception {
        return ImmutableList.copyOf(
                        queues.getQueue(MailQueueName.of(QUEUE)).orElseThrow().browse())
                .stream()
                .flatMap(item -> item.getMail().getRecipients().stream())
                .filter(address -> address.getDomain().asString().equals(domain))
                .count();
    }

    /** Waits until it stays empty: James's queue in memory counts a mail nowhere while it is being taken. */
    public void awaitQueueEmpty() {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .during(Duration.ofMillis(100))
                .until(() -> queued() == 0);
    }

    @Override
    public void close() {
        if (mailet != null) {
            mailet.destroy();
        }
        tables.close();
        receivers.forEach(SmtpReceiver::close);
    }

    /** Resolves plain paths. */
    private static final class PlainFiles implements FileSystem {
        @Override
        public InputStream getResource(String url) throws IOException {
            return Files.newInputStream(Path.of(url));
        }

        @Override
        public File getFile(String url) {
            return new File(url);
        }

        @Override
        public File getBasedir() {
            return new File(".");
        }
    }

    public static String lines(String... lines) {
        return String.join("\r\n", Arrays.asList(lines)) + "\r\n";
    }
}
