package io.meterweave.cli;

import io.meterweave.journal.Epoch;
import io.meterweave.journal.EpochId;
import io.meterweave.journal.JournalException;
import io.meterweave.ship.DeadLetters;
import io.meterweave.ship.OpenLetters;
import io.meterweave.spi.RefusedException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Gives open dead letters up. They stay in their journal, with the reason. */
@Command(
        name = "drop",
        description = "Gives up events that a target has refused, for a reason that is kept. Nothing is deleted.")
final class DeadLettersDrop implements Callable<Integer> {
    /** One or all. */
    static final class Which {
        @Option(names = "--sequence", paramLabel = "N", required = true, description = "The one of this sequence.")
        private @Nullable Long sequence;

        @Option(names = "--all", required = true, description = "All that are open.")
        @SuppressWarnings("UnusedVariable") // all is what no sequence means
        private boolean all;
    }

    private final Output out;

    @Mixin
    private DirectoryOption directory = new DirectoryOption();

    @Option(names = "--exporter", paramLabel = "NAME", required = true, description = "Whose target refused them.")
    private String exporter = "";

    @Option(names = "--epoch", paramLabel = "ID", required = true, description = "The epoch that they belong to.")
    private String epoch = "";

    @ArgGroup(multiplicity = "1")
    private Which which = new Which();

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, for whoever asks later.")
    private String reason = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    DeadLettersDrop(Output out) {
        this.out = out;
    }

    @Override
    public Integer call() throws OutputException {
        if (!EpochId.is(epoch)) {
            throw wrong("Invalid value for option '--epoch': '" + epoch + "' is no epoch's id");
        }
        if (reason.isBlank() || reason.length() > RefusedException.MOST_CHARACTERS) {
            throw wrong("--reason is a text of 1 to " + RefusedException.MOST_CHARACTERS + " characters");
        }
        DeadLetters letters = Epoch.directories(directory.path()).stream()
                .filter(dir -> dir.endsWith(epoch))
                .flatMap(dir -> DeadLetters.of(Epoch.at(dir)).stream())
                .filter(each -> each.exporter().equals(exporter))
                .findFirst()
                .orElseThrow(() -> new JournalException(
                        "epoch " + epoch + " has no dead letters of exporter " + exporter + " in " + directory.path()));
        OpenLetters open = OpenLetters.of(letters);
        Long only = which.sequence;
        if (only != null && !open.sequences().contains(only)) {
            throw new JournalException(
                    "epoch " + epoch + " exporter " + exporter + " has no open dead letter of sequence " + only);
        }
        Collection<Long> dropped = only == null ? List.copyOf(open.sequences()) : List.of(only);
        try {
            letters.dropped(dropped, reason);
        } catch (IOException e) {
            throw new JournalException(
                    letters.dir() + " cannot be written: " + e.getMessage() + "; nothing is dropped", e);
        }
        out.text("epoch " + epoch + " exporter " + exporter + ": " + dropped.size() + " dropped\n");
        return ExitCode.OK;
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
