package io.meterweave.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is asked of dead letters without saying what. */
@Command(
        name = "dead-letters",
        synopsisSubcommandLabel = "COMMAND",
        description = "Shows what exporters' targets have refused for good, sends it again, or gives it up.")
final class DeadLettersCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    static CommandLine line(Output out, Messages messages) {
        return new CommandLine(new DeadLettersCommand())
                .addSubcommand("list", new DeadLettersList(out, messages))
                .addSubcommand("replay", new DeadLettersReplay(out, messages))
                .addSubcommand("drop", new DeadLettersDrop(out));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "allowed are list, replay, drop");
    }
}
