package io.meterweave.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is asked for without a command. */
@Command(
        name = "meterweave",
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Reads what Meterweave agents have metered. As an agent: java -javaagent:meterweave-agent.jar ...",
        footer =
                "%nExit codes: 0 ok; 1 a fault was found; 2 usage; 3 unreadable input; 4 output or target takes nothing.")
final class RootCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        CommandLine line = spec.commandLine();
        throw new ParameterException(line, "No command was given");
    }
}
