package io.meterweave.cli;

import io.meterweave.journal.JournalException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line's entry. Every failure is one line on standard error and an {@link ExitCode}. */
public final class Main {
    private static final List<String> COMMANDS =
            List.of("attach", "dead-letters", "doctor", "dump", "report", "ship", "stat", "verify");

    private Main() {}

    /** Runs a command on the process's own streams, and ends the process. */
    public static void main(String[] args) {
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        Messages messages = new Messages(err, FileDescriptors.isTerminal(FileDescriptors.ERR));
        System.exit(run(args, Output.standard(), messages));
    }

    /**
     * Runs a command.
     *
     * @param out takes what was asked for, as UTF-8
     * @param err takes a line for each thing that is wrong
     * @return the process's exit code
     */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        return run(args, Output.to(out), new Messages(err, false));
    }

    static int run(String[] args, Output out, Messages messages) {
        try {
            int code = commandLine(out, messages).execute(args);
            out.flush();
            return code;
        } catch (OutputException e) {
            return lost(e, messages);
        } catch (OutOfMemoryError e) {
            messages.say("out of memory: " + e.getMessage() + "; give java a larger -Xmx, or group by less");
            return ExitCode.UNREADABLE;
        } catch (Error e) {
            return ownFault("command line", e, messages);
        }
    }

    private static int ownFault(String name, Throwable e, Messages messages) {
        messages.say(name + ": failed by a fault of its own: " + e + "; please report it");
        return ExitCode.FAULT;
    }

    private static CommandLine commandLine(Output out, Messages messages) {
        CommandLine line = new CommandLine(new RootCommand())
                .addSubcommand("attach", new AttachCommand(out, messages))
                .addSubcommand("dead-letters", DeadLettersCommand.line(out, messages))
                .addSubcommand("doctor", new DoctorCommand(out, messages))
                .addSubcommand("dump", new DumpCommand(out, messages))
                .addSubcommand("report", new ReportCommand(out, messages))
                .addSubcommand("ship", new ShipCommand(out, messages))
                .addSubcommand("stat", new StatCommand(out, messages))
                .addSubcommand("verify", new VerifyCommand(out, messages));
        help(line);
        line.setOut(new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((e, args) -> {
            messages.say(usage(e));
            return ExitCode.USAGE;
        });
        line.setExecutionExceptionHandler((e, command, result) -> failed(e, command, messages));
        return line;
    }

    private static void help(CommandLine line) {
        line.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Shows this and ends.")
                        .build());
        line.getSubcommands().values().forEach(Main::help);
    }

    private static String usage(ParameterException e) {
        CommandLine command = e.getCommandLine();
        boolean top = command.getParent() == null;
        if (top && e instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            if (!word.startsWith("-")) {
                return word + ": unknown command, allowed are " + String.join(", ", COMMANDS) + "; see --help";
            }
        }
        String cause = String.valueOf(e.getMessage());
        return top ? cause + "; see --help" : name(command) + ": " + cause + "; see " + name(command) + " --help";
    }

    /** What a user writes behind the jar: {@code dead-letters list}. */
    private static String name(CommandLine command) {
        CommandLine parent = command.getParent();
        return parent == null || parent.getParent() == null
                ? command.getCommandName()
                : name(parent) + " " + command.getCommandName();
    }

    private static int failed(Exception e, CommandLine command, Messages messages) {
        if (e instanceof ParameterException parameter) {
            messages.say(usage(parameter));
            return ExitCode.USAGE;
        }
        if (e instanceof OutputException output) {
            return lost(output, messages);
        }
        String name = name(command);
        if (e instanceof JournalException) {
            String cause = EpochAccess.reason(e);
            messages.say(name + ": " + cause
                    + (cause.indexOf(';') < 0 ? "; give the directory of an agent with --dir" : ""));
            return ExitCode.UNREADABLE;
        }
        return ownFault(name, e, messages);
    }

    private static int lost(OutputException e, Messages messages) {
        if (e.readerLeft()) {
            return ExitCode.OK;
        }
        messages.say("standard output: " + e.getMessage() + "; what was printed is incomplete: make room and repeat");
        return ExitCode.UNREACHABLE;
    }
}
