// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.micro;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

import javax.annotation.Nullable;
import javax.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.apache.mailet.MatcherConfig;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import dev.strongpost.james.PolicyTables;
import dev.strongpost.matchers.RecipientIn;
import dev.strongpost.matchers.RecipientRequiresTls;

/** A matcher on one mail with many recipients, half of whom have a rule. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MatcherBenchmark {
    private static final int RECIPIENTS = 1000;
    private static final String LOCATION = FileSystem.FILE_PROTOCOL + "tls-policy.conf";

    /** The rules of the table. */
    @Param({"1000", "1000000"})
    int rules = 1000;

    @Nullable
    private Path file;

    @Nullable
    private PolicyTables tables;

    private RecipientRequiresTls requiresTls = new RecipientRequiresTls(new PolicyTables(new OneFile(Path.of("none"))));
    private RecipientIn in = new RecipientIn(new OneFile(Path.of("none")));

    private Mail mail = MailImpl.builder().name("none").build();

    /** Loads the table and makes the mail. */
    @Setup
    public void setUp() throws IOException, MessagingException {
        file = Files.createTempFile("tls-policy", ".conf");
        Files.write(file, SampleRules.text(rules));
        tables = new PolicyTables(new OneFile(file));
        requiresTls = new RecipientRequiresTls(tables);
        requiresTls.init(new Condition(LOCATION));
        in = new RecipientIn(new OneFile(file));
        in.init(new Condition("partner1.example, partner2.example, user@partner3.example"));
        mail = mail();
    }

    private Mail mail() throws MessagingException {
        MailImpl.Builder builder = MailImpl.builder().name("mail").sender("sender@james.example");
        for (SampleRules.Recipient recipient : SampleRules.hits(rules, RECIPIENTS / 2)) {
            builder.addRecipient(recipient.toString());
        }
        for (SampleRules.Recipient recipient : SampleRules.misses(RECIPIENTS / 2)) {
            builder.addRecipient(recipient.toString());
        }
        return builder.build();
    }

    /** Stops following the file, and removes it. */
    @TearDown
    public void tearDown() throws IOException {
        if (tables != null && file != null) {
            tables.close();
            Files.delete(file);
        }
    }

    /** Asks the policy table. */
    @Benchmark
    public Collection<MailAddress> recipientRequiresTls() throws MessagingException {
        return requiresTls.match(mail);
    }

    /** Asks a list of three. */
    @Benchmark
    public Collection<MailAddress> recipientIn() throws MessagingException {
        return in.match(mail);
    }

    /** James's file system with the same file at every location. */
    private record OneFile(Path file) implements FileSystem {
        @Override
        public InputStream getResource(String location) throws IOException {
            return Files.newInputStream(file);
        }

        @Override
        public File getFile(String location) {
            return file.toFile();
        }

        @Override
        public File getBasedir() {
            return new File(".");
        }
    }

    /** What a matcher is told by James. */
    private record Condition(String condition) implements MatcherConfig {
        @Override
        public String getCondition() {
            return condition;
        }

        @Override
        public String getMatcherName() {
            return "matcher";
        }

        @Override
        public MailetContext getMailetContext() {
            throw new UnsupportedOperationException("no context here");
        }
    }
}
