package dev.strongpost.mailets.delivery;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.apache.james.core.MailAddress;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.Notify;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;

import io.netty.handler.codec.smtp.SmtpCommand;
import io.netty.handler.codec.smtp.SmtpRequest;

/** A recipient and what its sender asked about notifications (RFC 3461 sections 4.1 and 4.2). */
final class Recipient {

    /** Returns {@code address} with the part of {@code dsn} that speaks of it. */
    static Recipient of(MailAddress address, Optional<DsnParameters> dsn) {
        return new Recipient(
                address,
                dsn.flatMap(all -> Optional.ofNullable(all.getRcptParameters().get(address))));
    }

    private final MailAddress address;
    private final Optional<RecipientDsnParameters> dsn;

    private Recipient(MailAddress address, Optional<RecipientDsnParameters> dsn) {
        this.address = address;
        this.dsn = dsn;
    }

    /** Returns the address. */
    MailAddress address() {
        return address;
    }

    /** Returns the RCPT command for a server with {@code capabilities}. */
    SmtpRequest rcptCommand(Capabilities capabilities) {
        List<CharSequence> parameters = new ArrayList<>();
        parameters.add(SmtpWords.path("TO:", address.asString()));
        if (capabilities.has("DSN")) {
            dsn.flatMap(RecipientDsnParameters::getNotifyParameter)
                    .ifPresent(notify -> parameters.add("NOTIFY=" + words(notify)));
            dsn.flatMap(RecipientDsnParameters::getOrcptParameter)
                    .ifPresent(original ->
                            parameters.add("ORCPT=rfc822;" + DsnParameters.XText.encode(original.asString())));
        }
        return SmtpWords.command(SmtpCommand.RCPT, parameters);
    }

    private static String words(EnumSet<Notify> notify) {
        return notify.stream().map(Notify::name).collect(Collectors.joining(","));
    }

    @Override
    public String toString() {
        return address.asString();
    }
}
