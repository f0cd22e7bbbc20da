// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import javax.annotation.Nullable;
import javax.inject.Inject;
import javax.mail.MessagingException;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandDispatcher;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.ConnectHandler;
import org.apache.james.protocols.api.handler.LineHandler;
import org.apache.james.protocols.api.handler.WiringException;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.esmtp.EhloExtension;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.MailHook;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.james.smtpserver.netty.SMTPServerFactory;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;

import dev.strongpost.inbound.connection.ClientNames;
import dev.strongpost.inbound.rules.CertificateReminder;
import dev.strongpost.inbound.rules.ExemptionReminder;
import dev.strongpost.inbound.tls.ImplicitTls;
import dev.strongpost.james.PolicyTables;
import dev.strongpost.james.PresentedCertificates;
import dev.strongpost.policy.live.LivePolicyTable;

/**
 * Does the TLS of an SMTP server in place of James's own, and holds those who send to it to the policy table: what is
 * asked of a client's address, name and certificate, of a sender, and of a recipient.
 *
 * <p>Parameters, as elements of the handler:
 *
 * <ul>
 *   <li>{@code tls}: {@code none} (STARTTLS is not offered), {@code accept} (the default), {@code require} (RFC 3207),
 *       or {@code implicit} (TLS from the first byte, RFC 8314).
 *   <li>{@code clientCertificate}: {@code none} (the default), {@code request} (mail is taken whatever comes), {@code
 *         require}.
 *   <li>{@code certificateRefusal}: {@code reply} (421 4.7.1, the default) or {@code handshake} (an alert), for those
 *       without a certificate that {@code require} takes.
 *   <li>{@code keystore}, {@code keystoreType} (PKCS12), {@code secret}, {@code alias} (of several the first is the
 *       default, and the name that the client asks for chooses among them); or {@code privateKey} and {@code
 *       certificates}, in PEM. Renewed files are taken within 15 seconds.
 *   <li>{@code truststore}, {@code truststoreType} (PKCS12; PEM), {@code truststoreSecret}: the trust anchors of
 *       clients; the JVM's where there is none.
 *   <li>{@code supportedProtocols}, {@code supportedCipherSuites}: as in James's own {@code tls} block.
 *   <li>{@code handshakeTimeout}: 30 seconds.
 *   <li>{@code bits}, {@code protocol}: what is asked of every client, with {@code require} or {@code implicit}.
 *   <li>{@code policy}: the table, {@code file://conf/tls-policy.conf}.
 *   <li>{@code exemptRecipients}: to whom mail is taken whatever the rules ask; {@code postmaster@, abuse@}, or {@code
 *         none}.
 *   <li>{@code exemptClients}: of whom the rules ask nothing; {@code authenticated, local}, one of them, or {@code
 *         none}.
 * </ul>
 *
 * <pre>{@code
 * <handler class="dev.strongpost.inbound.InboundTls">
 *     <tls>accept</tls>
 *     <clientCertificate>request</clientCertificate>
 *     <keystore>file://conf/keystore</keystore>
 *     <secret>...</secret>
 * </handler>
 * }</pre>
 *
 * <p>It is the first handler of its chain in {@code smtpserver.xml}, and James's own {@code tls} block of that server
 * is off; James does not start otherwise.
 *
 * <p>Replies: 530 5.7.0 to commands in cleartext where TLS is required, 421 4.7.1 without the certificate that is required,
 * and those of the rules, at RCPT; at MAIL where no recipient is exempt.
 */
public final class InboundTls extends CommandDispatcher<SMTPSession>
        implements ConnectHandler<SMTPSession>,
                CommandHandler<SMTPSession>,
                EhloExtension,
                MailHook,
                RcptHook,
                JamesMessageHook {
    private static final Logger LOGGER = LoggerFactory.getLogger(InboundTls.class);
    private static final String STARTTLS = "STARTTLS";

    /** What has to see a session before any other handler does: another could let pass what we refuse. */
    private static final ImmutableList<Class<?>> FIRST_OF =
            ImmutableList.of(ConnectHandler.class, LineHandler.class, MailHook.class, RcptHook.class);

    private final SMTPServerFactory servers;
    private final FileSystem fileSystem;
    private final PolicyTables tables;
    private final ClientNames clientNames;
    private final InboundMetrics metrics;
    private final PresentedCertificates certificates;

    @Nullable
    private InboundListener listener;

    @Nullable
    private PresentedCertificates.Source presented;

    /** Made by James, one for each listener that names it. */
    @Inject
    public InboundTls(
            SMTPServerFactory servers,
            FileSystem fileSystem,
            PolicyTables tables,
            ClientNames clientNames,
            InboundMetrics metrics,
            PresentedCertificates certificates) {
        this.servers = servers;
        this.fileSystem = fileSystem;
        this.tables = tables;
        this.clientNames = clientNames;
        this.metrics = metrics;
        this.certificates = certificates;
    }

    @Override
    public void init(Configuration elements) throws ConfigurationException {
        ListenerConfiguration configuration = ListenerConfiguration.from(elements, fileSystem);
        LivePolicyTable table = table(configuration.policy().orElse(PolicyTables.DEFAULT_LOCATION));
        if (!configuration.settings().clientCertificate().asks()) {
            table.follow(new CertificateReminder()::look);
        }
        table.follow(new ExemptionReminder(configuration.exemptions())::look);
        openClientNames();
        InboundListener opened =
                InboundListener.open(configuration, () -> table.current().inbound(), clientNames, metrics);
        listener = opened;
        attach(opened);
    }

    private void openClientNames() throws ConfigurationException {
        try {
            clientNames.open();
        } catch (MessagingException e) {
            throw new ConfigurationException(e.getMessage(), e);
        }
    }

    private void attach(InboundListener opened) throws ConfigurationException {
        JamesServer server = JamesServer.among(servers)
                .orElseThrow(() -> new ConfigurationException("InboundTls is a handler of smtpserver.xml alone"));
        server.requireNoTlsOfItsOwn();
        Optional<ImplicitTls> tls = opened.implicitTls();
        if (tls.isPresent()) {
            server.beginConnectionsWith(tls.get());
        }
        LOGGER.info("Listener {}: {}", server.name(), opened.describe());
        metrics.show(opened);
        String name = "listener " + server.name() + ", ";
        PresentedCertificates.Source source =
                check -> opened.lifetimes(check).stream().map(name::concat).collect(ImmutableList.toImmutableList());
        certificates.add(source);
        presented = source;
    }

    private LivePolicyTable table(String location) throws ConfigurationException {
        try {
            return tables.open(location);
        } catch (MessagingException e) {
            throw new ConfigurationException("smtpserver.xml: handler InboundTls: policy: " + e.getMessage(), e);
        }
    }

    @Override
    public void destroy() {
        if (listener != null) {
            metrics.hide(listener);
            Optional.ofNullable(presented).ifPresent(certificates::remove);
            listener.close();
        }
    }

    private InboundListener listener() {
        if (listener == null) {
            throw new IllegalStateException("used before init");
        }
        return listener;
    }

    @Override
    public List<Class<?>> getMarkerInterfaces() {
        return ImmutableList.<Class<?>>builder()
                .addAll(super.getMarkerInterfaces())
                .addAll(FIRST_OF)
                .build();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void wireExtensions(Class interfaceName, List extensions) throws WiringException {
        if (FIRST_OF.contains(interfaceName) && extensions.get(0) != this) {
            throw new WiringException("smtpserver.xml: InboundTls has to be the first handler of its chain: "
                    + extensions.get(0).getClass().getName() + " is before it");
        }
        super.wireExtensions(interfaceName, extensions);
    }

    @Override
    public Response onConnect(SMTPSession session) {
        listener().connected(session);
        return NoResponse.INSTANCE;
    }

    /** Hears a command if this listener does, and passes it on to those who know it. */
    @Override
    @Nullable
    protected Response dispatchCommandHandlers(SMTPSession session, Request request) {
        return listener().refusal(session, request).orElseGet(() -> super.dispatchCommandHandlers(session, request));
    }

    @Override
    public Collection<String> getImplCommands() {
        return ImmutableSet.of(STARTTLS);
    }

    @Override
    @Nullable
    public Response onCommand(SMTPSession session, Request request) {
        return listener().startTls(session, request).orElse(null);
    }

    @Override
    public List<String> getImplementedEsmtpFeatures(SMTPSession session) {
        return listener().offersStartTls(session) ? ImmutableList.of(STARTTLS) : ImmutableList.of();
    }

    @Override
    public HookResult doMail(SMTPSession session, MaybeSender sender) {
        return listener().onSender(session, sender);
    }

    @Override
    public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
        return listener().onRecipient(session, sender, recipient);
    }

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        listener().onMail(session, mail);
        return HookResult.DECLINED;
    }
}
