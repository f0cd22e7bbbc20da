// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.wiring;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;

import dev.strongpost.files.BoundedFile;
import dev.strongpost.policy.decision.RuleSource;
import dev.strongpost.policy.wiring.WiringFinding.Severity;
import dev.strongpost.text.InvalidValueException;

/** What the files of a James say about who handles mail, read once. Immutable. */
public final class JamesConfiguration {
    private static final String HEALTH_FILE = "healthcheck.properties";
    private static final String HEALTH_KEY = "additional.healthchecks";
    private static final String HEALTH_CHECK = "dev.strongpost.james.PolicyHealthCheck";
    private static final String LMTP_FILE = "lmtpserver.xml";
    private static final long LARGEST = 1L << 20;

    private final JamesFiles files;
    private final List<WiringFinding> unreadable = new ArrayList<>();
    private final Optional<MailetContainer> mailets;
    private final ImmutableList<SmtpServers.Server> servers;
    private final boolean servesLmtp;
    private final boolean hasHealthCheck;
    private final ImmutableList<String> jars;

    private JamesConfiguration(JamesFiles files) {
        this.files = files;
        this.mailets = xml(MailetContainer.FILE, true).map(MailetContainer::of);
        this.servers = xml(SmtpServers.FILE, true).map(SmtpServers::of).orElse(ImmutableList.of());
        this.servesLmtp = xml(LMTP_FILE, false)
                .map(root -> root.children("lmtpserver").stream().anyMatch(SmtpServers::isEnabled))
                .orElse(false);
        this.hasHealthCheck = healthCheck();
        this.jars = files.resolve(ExtensionJars.LOCATION).map(ExtensionJars::in).orElse(ImmutableList.of());
    }

    /** Reads them. What cannot be read becomes a finding, not an error. */
    public static JamesConfiguration read(JamesFiles files) {
        return new JamesConfiguration(files);
    }

    private Optional<XmlElement> xml(String name, boolean needed) {
        Optional<Path> file = files.resolve("file://conf/" + name);
        if (file.isEmpty() || (!needed && !Files.exists(file.get()))) {
            return Optional.empty();
        }
        try {
            return Optional.of(XmlFile.read(file.get()));
        } catch (InvalidValueException e) {
            unreadable.add(notRead(name, e));
            return Optional.empty();
        }
    }

    private static WiringFinding notRead(String name, InvalidValueException why) {
        return new WiringFinding(
                Severity.NOT_JUDGED,
                RuleSource.of(name, 0),
                "given " + why.given("the file") + ": needed is " + why.allowed());
    }

    private boolean healthCheck() {
        Optional<Path> file = files.resolve("file://conf/" + HEALTH_FILE).filter(Files::exists);
        if (file.isEmpty()) {
            return false;
        }
        try {
            Properties properties = new Properties();
            properties.load(
                    new ByteArrayInputStream(BoundedFile.read(file.get(), LARGEST, "a readable properties file")));
            return Splitter.on(',')
                    .trimResults()
                    .splitToList(properties.getProperty(HEALTH_KEY, ""))
                    .contains(HEALTH_CHECK);
        } catch (InvalidValueException e) {
            unreadable.add(notRead(HEALTH_FILE, e));
        } catch (IOException | IllegalArgumentException e) {
            unreadable.add(notRead(HEALTH_FILE, new InvalidValueException("which is no properties file", "one")));
        }
        return false;
    }

    JamesFiles files() {
        return files;
    }

    /** Returns what could not be read. */
    ImmutableList<WiringFinding> unreadable() {
        return ImmutableList.copyOf(unreadable);
    }

    Optional<MailetContainer> mailets() {
        return mailets;
    }

    /** Returns the SMTP servers that are enabled; none when their file cannot be read. */
    ImmutableList<SmtpServers.Server> servers() {
        return servers;
    }

    /** Tells whether mail comes in by LMTP too. */
    boolean servesLmtp() {
        return servesLmtp;
    }

    /** Tells whether the health check of the tables is enabled. */
    boolean hasHealthCheck() {
        return hasHealthCheck;
    }

    /** Returns the jars with this pack in them. */
    ImmutableList<String> jars() {
        return jars;
    }
}
