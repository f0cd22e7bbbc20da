// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.cert;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;

import javax.annotation.Nullable;

import dev.strongpost.cli.terminal.CommandContext;
import dev.strongpost.cli.terminal.CommandFailure;
import dev.strongpost.cli.terminal.ExitCode;
import dev.strongpost.cli.terminal.SecretSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code strongpost cert reload}: has a running James read its key stores again. Connections that are open stay open.
 */
@Command(name = "reload", description = "Have a running James take its new certificates, without a restart.")
final class ReloadCommand implements Callable<Integer> {
    private static final int HIGHEST_PORT = 65_535;
    private static final int LONGEST_SECONDS = 600;

    private final CommandContext context;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "N",
            defaultValue = "0",
            description = "Only the server that listens on this port; all when not given.")
    private int port;

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

    ReloadCommand(CommandContext context) {
        this.context = context;
    }

    @Option(
            names = "--webadmin",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8000",
            description = "James's webadmin; ${DEFAULT-VALUE} when not given.")
    private String webadmin = "http://127.0.0.1:8000";

    @Override
    public Integer call() {
        if (port < 0 || port > HIGHEST_PORT) {
            throw CommandFailure.usage("--port: given " + port + ": allowed 1 to " + HIGHEST_PORT);
        }
        if (timeout < 1 || timeout > LONGEST_SECONDS) {
            throw CommandFailure.usage("--timeout: given " + timeout + ": allowed 1 to " + LONGEST_SECONDS);
        }
        Optional<String> token =
                SecretSource.of(tokenFile, tokenVariable).read(context).map(String::valueOf);
        WebadminReload reload = new WebadminReload(webadmin, Duration.ofSeconds(timeout), token);
        context.during("Waiting for " + webadmin, () -> {
            reload.send(port == 0 ? OptionalInt.empty() : OptionalInt.of(port));
            return webadmin;
        });
        context.print("James at " + webadmin + " has read its certificates again.");
        if (port != 0) {
            context.remark("James does not say whether any of its servers listens on port " + port + ".");
        }
        return ExitCode.YES;
    }
}
