package io.meterweave.cli;

import io.meterweave.journal.EpochId;
import io.meterweave.journal.EpochIdentity;
import io.meterweave.journal.JournalException;
import io.meterweave.record.CloudEventWriter;
import io.meterweave.record.JournalEntry;
import io.meterweave.record.UsageRecord;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints every journaled event as its canonical line: what manifests hash, and what exporters send. */
@Command(
        name = "dump",
        description =
                "Prints every journaled event as one line of CloudEvents JSON, oldest epoch first, in the order of"
                        + " the sequences.")
final class DumpCommand implements Callable<Integer>, EventVisitor {
    private final Output out;
    private final Messages messages;
    private final Progress progress;

    @Mixin
    private DirectoryOption directory = new DirectoryOption();

    @Option(names = "--epoch", paramLabel = "ID", description = "Only the events of this epoch.")
    private @Nullable String epoch;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private @Nullable EpochIdentity current;
    private @Nullable CloudEventWriter writer;

    DumpCommand(Output out, Messages messages) {
        this.out = out;
        this.messages = messages;
        this.progress = new Progress(messages, !out.isTerminal(), System::nanoTime);
    }

    @Override
    public Integer call() throws OutputException {
        String only = epoch;
        if (only != null && !EpochId.is(only)) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '--epoch': '" + only + "' is no epoch's id");
        }
        Findings findings = new Findings(messages);
        try (EpochScan scan = new EpochScan(directory.path(), id -> only == null || only.equals(id), findings)) {
            scan.read(this);
            if (only != null && !scan.hasRead()) {
                throw new JournalException("there is no epoch " + only + " in " + directory.path());
            }
        } finally {
            progress.end();
        }
        return findings.exitCode();
    }

    @Override
    public void event(EpochIdentity identity, JournalEntry entry, @Nullable UsageRecord usage) throws OutputException {
        CloudEventWriter to = writer;
        if (to == null || !identity.equals(current)) {
            current = identity;
            writer = to = new CloudEventWriter(identity.epoch(), identity.source());
        }
        out.write(to.write(entry, usage));
        out.write('\n');
        progress.read();
    }
}
