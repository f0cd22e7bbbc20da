// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.cli.cert.CertCommands;
import dev.strongpost.cli.config.ConfigCommands;
import dev.strongpost.cli.policy.PolicyCommands;
import dev.strongpost.cli.probe.ProbeCommand;
import dev.strongpost.cli.queue.QueueCommands;
import dev.strongpost.cli.terminal.CommandContext;
import dev.strongpost.cli.terminal.CommandFailure;
import dev.strongpost.cli.terminal.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code strongpost}, and where the program starts. */
@Command(
        name = "strongpost",
        description = "TLS policy for Apache James: certificates managed, rules checked and explained, hosts probed.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Strongpost.Version.class,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:yes, or done",
            "1:no: something is wrong, differs or does not belong together",
            "2:the command was given wrongly",
            "3:it could not be found out: a file, a password, a host"
        },
        footer = {"", "More: docs/command-line.md"})
public final class Strongpost {
    private static final int USUAL_WIDTH = 80;

    /** What it has to say of a machine is no part of an answer. Kept here, since a logger that is not kept is forgotten. */
    private static final Logger NETTY = Logger.getLogger("io.netty");

    @SuppressWarnings("UnusedVariable") // the parser looks for it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    private boolean help;

    @SuppressWarnings("UnusedVariable")
    @Option(names = "--version", versionHelp = true, description = "Show the version.")
    private boolean version;

    /** The version that the jar was built with. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            Optional<String> version =
                    Optional.ofNullable(Strongpost.class.getPackage().getImplementationVersion());
            return new String[] {"strongpost " + version.orElse("(not built)")};
        }
    }

    /** Runs one command and ends the process with its {@link ExitCode}. */
    public static void main(String[] arguments) {
        // Java 24 and newer warn, on standard error, of what Netty does with sun.misc.Unsafe; nothing here needs it.
        System.setProperty("io.netty.noUnsafe", "true");
        System.exit(run(System.out, System.err, arguments));
    }

    /**
     * Runs one command of this process and returns its {@link ExitCode}. What it writes is UTF-8 in every locale, since
     * the next program takes it for that; an answer that could not be written whole is none.
     */
    static int run(PrintStream answer, PrintStream remarks, String... arguments) {
        NETTY.setLevel(Level.OFF);
        PrintWriter out = new PrintWriter(answer, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(remarks, true, StandardCharsets.UTF_8);
        int exitCode;
        try (CommandContext context = CommandContext.ofThisProcess(out, err)) {
            exitCode = run(context, out, err, arguments);
        }
        if (out.checkError()) {
            err.println("strongpost: the answer could not be written to standard output");
            exitCode = ExitCode.UNKNOWN;
        }
        err.flush();
        return exitCode;
    }

    /** Returns the exit code of the command that these arguments are. */
    static int run(CommandContext context, PrintWriter out, PrintWriter err, String... arguments) {
        try {
            return commandLine(context).setOut(out).setErr(err).execute(arguments);
        } catch (OutOfMemoryError e) {
            err.println("strongpost: there is not enough memory; STRONGPOST_JAVA_OPTS=-Xmx4g gives more");
            return ExitCode.UNKNOWN;
        }
    }

    private static CommandLine commandLine(CommandContext context) {
        Ansi ansi = context.ink().isColoured() ? Ansi.ON : Ansi.OFF;
        return new CommandLine(new Strongpost())
                .addSubcommand(CertCommands.of(context))
                .addSubcommand(PolicyCommands.of(context))
                .addSubcommand(ConfigCommands.of(context))
                .addSubcommand(QueueCommands.of(context))
                .addSubcommand(new ProbeCommand(context))
                .addSubcommand(new CompletionCommand(context))
                .setColorScheme(Help.defaultColorScheme(ansi))
                .setUsageHelpWidth(context.width().orElse(USUAL_WIDTH))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Strongpost::usage)
                .setExecutionExceptionHandler(Strongpost::failure);
    }

    private static int usage(ParameterException problem, String... arguments) {
        CommandLine command = problem.getCommandLine();
        print(command, problem);
        UnmatchedArgumentException.printSuggestions(problem, command.getErr());
        command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    private static int failure(Exception problem, CommandLine command, ParseResult parsed) {
        if (problem instanceof CommandFailure) {
            print(command, problem);
            return ((CommandFailure) problem).exitCode();
        }
        if (problem instanceof KeyMaterialException) {
            return failure(CommandFailure.of((KeyMaterialException) problem), command, parsed);
        }
        command.getErr().println("strongpost: this should not have happened, please report it: " + problem);
        return ExitCode.UNKNOWN;
    }

    private static void print(CommandLine command, Exception problem) {
        command.getOut().flush();
        command.getErr().println("strongpost: " + problem.getMessage());
    }
}
