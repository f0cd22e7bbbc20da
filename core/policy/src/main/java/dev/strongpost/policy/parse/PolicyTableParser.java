// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.parse;

import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Set;

import javax.net.ssl.SSLContext;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;

import dev.strongpost.files.BoundedFile;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.TableBuilder;
import dev.strongpost.policy.rule.ErrorList;
import dev.strongpost.policy.rule.PolicyError;
import dev.strongpost.policy.rule.PolicyException;
import dev.strongpost.text.InvalidValueException;

/**
 * Reads policy tables. A table is taken whole or not at all: a rule that is misunderstood would be mail in cleartext,
 * so any mistake refuses the file, and all its mistakes are listed (the first {@value ErrorList#LIMIT}, and how many
 * more there are). Time and memory are linear in the size of the file. Immutable, and free to be shared between
 * threads.
 */
public final class PolicyTableParser {
    /** A million rules take a tenth of it. */
    private static final long LARGEST = 256L << 20;

    private final SuiteCatalogue suites;
    private final Clock clock;

    /**
     * Takes what varies.
     *
     * @param supportedSuites the cipher suites that this JVM can do, in JSSE's spelling; rules may name others that a
     *     Java has
     * @param clock tells today, for {@code until=} and for the certificates of {@code ca=}
     */
    public PolicyTableParser(Set<String> supportedSuites, Clock clock) {
        this.suites = new SuiteCatalogue(supportedSuites);
        this.clock = clock;
    }

    /**
     * Returns the parser that knows the suites of this JVM and the clock of this machine.
     *
     * @throws IllegalStateException when the JVM has no TLS
     */
    public static PolicyTableParser forThisJvm() {
        try {
            String[] suites =
                    SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites();
            return new PolicyTableParser(ImmutableSet.copyOf(suites), Clock.system(ZoneId.systemDefault()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no default SSLContext", e);
        }
    }

    /**
     * Returns the table in that file.
     *
     * @throws PolicyException when it is absent, unreadable, a directory, larger than 256 MiB, without a single byte,
     *     not UTF-8, or has a mistake
     */
    public PolicyTable parse(Path file) throws PolicyException {
        return parse(file.toString(), read(file));
    }

    /**
     * Returns the bytes of a file of rules.
     *
     * @throws PolicyException when it is absent, unreadable, a directory or larger than 256 MiB
     */
    public static byte[] read(Path file) throws PolicyException {
        try {
            return BoundedFile.read(file, LARGEST, "a readable file of rules");
        } catch (InvalidValueException e) {
            String given = e.given(file.toAbsolutePath().toString());
            throw new PolicyException(PolicyError.of(file.toString(), 0, "file", given, e.allowed()));
        }
    }

    /**
     * Returns the table that these bytes are.
     *
     * @param sourceName what rules and mistakes name as their file; of a path the last segment. Files that rules name
     *     ({@code ca=}) are looked for in its folder
     * @throws PolicyException when there is not a single byte, or a mistake
     */
    public PolicyTable parse(String sourceName, byte[] content) throws PolicyException {
        return parse(sourceName, content, anchorFiles(sourceName));
    }

    /** Returns an empty memory of the files that the rules of a table called {@code sourceName} name. */
    public AnchorFiles anchorFiles(String sourceName) {
        return new AnchorFiles(AnchorFiles.folderOf(sourceName), clock);
    }

    /** Returns the table that these bytes are; {@code anchors} knows afterwards which other files it is made of. */
    public PolicyTable parse(String sourceName, byte[] content, AnchorFiles anchors) throws PolicyException {
        ErrorList errors = new ErrorList(sourceName);
        TableBuilder table = new TableBuilder(sourceName, errors);
        RuleParser rules = new RuleParser(sourceName, new OptionValues(suites, anchors), errors);
        new TableLines(content, errors)
                .forEachLine((line, number) -> rules.parse(line, number).ifPresent(table::add));
        return table.build(LocalDate.now(clock));
    }

    /**
     * Returns the table of a list such as {@code partner.example, boss@corp.example, *}: each a {@code who} at level
     * encrypt. What a file calls the line is the position in the list.
     *
     * @param sourceName what rules and mistakes name as their file
     * @throws PolicyException when the list or an item of it is empty, or there is a mistake
     */
    public PolicyTable parseInline(String sourceName, String commaSeparatedWhos) throws PolicyException {
        ErrorList errors = new ErrorList(sourceName);
        TableBuilder table = new TableBuilder(sourceName, errors);
        OptionValues values = new OptionValues(suites, anchorFiles(sourceName));
        RuleParser rules = new RuleParser(sourceName, values, errors);
        ImmutableList<String> items = InlineList.split(commaSeparatedWhos);
        for (int i = 0; i < items.size(); i++) {
            rules.parseWho(items.get(i), i + 1).ifPresent(table::add);
        }
        return table.build(LocalDate.now(clock));
    }
}
