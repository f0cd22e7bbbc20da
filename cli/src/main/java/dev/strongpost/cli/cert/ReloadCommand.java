// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.cert;

import java.util.concurrent.Callable;

import dev.strongpost.cli.terminal.CommandContext;
import dev.strongpost.cli.terminal.CommandFailure;
import dev.strongpost.cli.terminal.ExitCode;
import dev.strongpost.cli.webadmin.Webadmin;
import dev.strongpost.cli.webadmin.WebadminOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code strongpost cert reload}: has a running James read its key stores again, by {@code POST
 * /servers?reload-certificate} of webadmin, from James 3.8 on. Connections that are open stay open.
 */
@Command(name = "reload", description = "Have a running James take its new certificates, without a restart.")
final class ReloadCommand implements Callable<Integer> {
    private static final int HIGHEST_PORT = 65_535;

    private final CommandContext context;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "N",
            defaultValue = "0",
            description = "Only the server that listens on this port; all when not given.")
    private int port;

    @Mixin
    private WebadminOptions options = new WebadminOptions();

    ReloadCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (port < 0 || port > HIGHEST_PORT) {
            throw CommandFailure.usage("--port: given " + port + ": allowed 1 to " + HIGHEST_PORT);
        }
        Webadmin webadmin = options.webadmin(context);
        String path = "/servers?reload-certificate" + (port == 0 ? "" : "&port=" + port);
        Webadmin.Answer answer = context.during("Waiting for " + options.address(), () -> webadmin.post(path));
        if (!answer.isSuccess()) {
            throw CommandFailure.no(
                    "James did not take its certificates again, and keeps those of before: " + answer.describe());
        }
        context.print("James at " + options.address() + " has read its certificates again.");
        if (port != 0) {
            context.remark("James does not say whether any of its servers listens on port " + port + ".");
        }
        return ExitCode.YES;
    }
}
