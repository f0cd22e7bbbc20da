// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLSession;

import dev.strongpost.testkit.james.MailboxMessage;
import dev.strongpost.testkit.smtp.RawSmtpClient;
import dev.strongpost.testkit.smtp.ReceivedMail;
import dev.strongpost.testkit.smtp.SmtpReceiver;
import dev.strongpost.testkit.smtp.TlsFacts;
import dev.strongpost.testkit.smtp.Transcript;

/**
 * The main job, shown: a stock James with the pack, a partner that has TLS and one that has not, and what becomes of
 * mail to them and from them. Run by {@code ./demo}. Prints only what it saw happen, and ends with 0 only if that is what the rule
 * promises.
 */
public final class Demo {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PARTNER = "bob@sales.partner.example";
    private static final String BOUNCE = "503 5.7.0 encryption too weak 0 less than 112";

    private final DemoScene scene;
    private final PrintStream out;
    private boolean asPromised = true;

    private Demo(DemoScene scene, PrintStream out) {
        this.scene = scene;
        this.out = out;
    }

    /** Runs the demonstration; the class path, the jar and the scenario come as system properties from the script. */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println("[2/3] Starting the stock James 3.8.1 with strongpost.jar in extensions-jars/; log: "
                + DemoScene.directory().resolve("james.log"));
        boolean asPromised;
        try (DemoScene scene = DemoScene.start()) {
            asPromised = new Demo(scene, out).tell();
        } catch (Exception | AssertionError e) {
            out.println("The demonstration broke off: " + e);
            asPromised = false;
        }
        out.println(asPromised ? "All of it as the rule promises." : "NOT as the rule promises.");
        System.exit(asPromised ? 0 : 1);
    }

    private boolean tell() throws Exception {
        out.println("[3/3] Sending through James's SMTP port "
                + scene.james().smtpAddress().getPort() + " as a mail client would");
        out.println();
        out.println("The rules, conf/tls-policy.conf:  " + rules());
        deliveredOverTls();
        bounced();
        deliveredInCleartext();
        refused();
        accepted();
        out.println();
        return asPromised;
    }

    private String rules() throws Exception {
        Path table = scene.james().configurationFile("tls-policy.conf");
        List<String> rules = Files.readAllLines(table).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        return String.join(" | ", rules);
    }

    private void deliveredOverTls() {
        String recipient = "bob@sales.partner.example";
        heading("1. To " + recipient + ", a sub-domain of the partner, whose host has TLS");
        scene.send("Offer", recipient);
        ReceivedMail mail = scene.secure().awaitReceived(1, PATIENCE).get(0);
        delivered(mail, scene.secure());
        promise(mail.tls().map(TlsFacts::bits).orElse(0) >= 112, "it travelled with at least 112 bits");
        promise(mail.recipientAddresses().contains(recipient), "the recipient is the one addressed");
    }

    private void bounced() {
        String recipient = "carol@legacy.partner.example";
        heading("2. To " + recipient + ", whose host has no STARTTLS");
        scene.send("Contract", recipient);
        MailboxMessage notification = scene.mailbox().awaitMessages(1, PATIENCE).get(0);
        out.println("   bounced; in the mailbox of " + DemoScene.SENDER + " lies:");
        out.println();
        out.println("     Subject: " + notification.subject());
        notification.text().lines().forEach(line -> out.println("     " + line));
        out.println();
        var fields = notification.deliveryStatus().recipient(recipient);
        for (String name : List.of("Final-Recipient", "Action", "Status", "Remote-MTA", "Diagnostic-Code")) {
            out.println("     " + name + ": " + fields.get(name));
        }
        out.println();
        promise(notification.text().contains(BOUNCE), "the notification says " + BOUNCE);
        promise(fields.get("Status").equals("5.7.0"), "its status is 5.7.0");
        nothingLeft(scene.plain().transcripts());
    }

    private void nothingLeft(List<Transcript> conversations) {
        List<String> said =
                conversations.stream().flatMap(t -> t.clientLines().stream()).toList();
        out.println("   that host heard from James: " + String.join(", ", said));
        promise(scene.plain().received().isEmpty(), "that host received no mail");
        promise(said.stream().noneMatch(line -> line.startsWith("MAIL")), "it heard no MAIL command");
    }

    private void deliveredInCleartext() {
        String recipient = "dave@elsewhere.example";
        heading("3. To " + recipient + ", which no rule covers, at the same host");
        scene.send("Greetings", recipient);
        ReceivedMail mail = scene.plain().awaitReceived(1, PATIENCE).get(0);
        delivered(mail, scene.plain());
        promise(mail.tls().isEmpty(), "it travelled as it does from any James");
    }

    private void refused() throws IOException {
        heading("4. From " + PARTNER + ", whose server sends in cleartext");
        try (RawSmtpClient server = scene.partnerServer()) {
            server.reply();
            server.say("EHLO mx.sales.partner.example");
            server.say("MAIL FROM:<" + PARTNER + ">");
            String reply = server.say("RCPT TO:<" + DemoScene.SENDER + ">");
            out.println("   James answered RCPT: " + reply);
            promise(reply.equals(BOUNCE), "the mail is refused");
        }
    }

    private void accepted() throws IOException {
        heading("5. From " + PARTNER + ", over TLS");
        try (RawSmtpClient server = scene.partnerServer()) {
            server.reply();
            server.say("EHLO mx.sales.partner.example");
            server.say("STARTTLS");
            SSLSession session =
                    server.startTls(scene.clientContext(), "mx.here.example").getSession();
            out.println("   over " + session.getProtocol() + ", " + session.getCipherSuite());
            server.say("EHLO mx.sales.partner.example");
            server.say("MAIL FROM:<" + PARTNER + ">");
            server.say("RCPT TO:<" + DemoScene.SENDER + ">");
            server.say("DATA");
            String reply = server.say("From: " + PARTNER + "\r\nSubject: Order\r\n\r\nas agreed\r\n.");
            out.println("   James answered the message: " + reply);
            promise(reply.startsWith("250"), "the mail is accepted");
        }
        promise(
                scene.mailbox().awaitMessages(2, PATIENCE).stream()
                        .anyMatch(message -> message.subject().equals("Order")),
                "it is in the mailbox");
    }

    private void delivered(ReceivedMail mail, SmtpReceiver host) {
        String how = mail.tls()
                .map(tls -> "over " + tls.protocol() + ", " + tls.suite() + ", " + tls.bits() + " bits")
                .orElse("in cleartext");
        out.println("   delivered to " + scene.hostOf(host) + " " + how);
        out.println("   as the host saw it: MAIL FROM:<" + mail.sender() + "> RCPT TO:" + mail.recipientAddresses());
    }

    private void heading(String text) {
        out.println();
        out.println(text);
    }

    private void promise(boolean kept, String what) {
        asPromised &= kept;
        out.println("   " + (kept ? "ok: " : "BROKEN: ") + what);
    }
}
