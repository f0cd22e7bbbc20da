// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.webadmin;

import java.nio.file.Path;
import java.time.Duration;

import javax.annotation.Nullable;

import dev.strongpost.cli.terminal.CommandContext;
import dev.strongpost.cli.terminal.CommandFailure;
import dev.strongpost.cli.terminal.SecretSource;
import picocli.CommandLine.Option;

/** The options of every command that asks a running James. */
public final class WebadminOptions {
    private static final int LONGEST_SECONDS = 600;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait for the answer, 1 to 600; ${DEFAULT-VALUE} when not given.")
    private int timeout = 30;

    @Nullable
    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "The token (JWT) for webadmin is the first line of this file.")
    private Path tokenFile;

    @Nullable
    @Option(
            names = "--token-env",
            paramLabel = "NAME",
            description = "The token (JWT) for webadmin is in this variable of the environment.")
    private String tokenVariable;

    @Option(
            names = "--webadmin",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8000",
            description = "James's webadmin; ${DEFAULT-VALUE} when not given.")
    private String address = "http://127.0.0.1:8000";

    /** Returns the address as given. */
    public String address() {
        return address;
    }

    /**
     * Returns the webadmin that the options name.
     *
     * @throws CommandFailure when one of them is wrong, or the token cannot be read
     */
    public Webadmin webadmin(CommandContext context) {
        if (timeout < 1 || timeout > LONGEST_SECONDS) {
            throw CommandFailure.usage("--timeout: given " + timeout + ": allowed 1 to " + LONGEST_SECONDS);
        }
        return new Webadmin(
                address,
                Duration.ofSeconds(timeout),
                SecretSource.of(tokenFile, tokenVariable).read(context).map(String::valueOf));
    }
}
