package io.meterweave.cli;

import io.meterweave.agent.ConfiguredExporters;
import io.meterweave.journal.EpochId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Brings what dead JVMs have left to the exporters, or a range of an epoch once more. */
@Command(
        name = "ship",
        description =
                "Takes over what JVMs that have ended left behind, of every service, and sends it to the configured"
                        + " exporters; or sends a range of one epoch's events again, with their old ids.")
final class ShipCommand implements Callable<Integer> {
    private final Output out;
    private final Messages messages;

    @Mixin
    private DirectoryOption directory = new DirectoryOption();

    @Mixin
    private ExporterOptions options = new ExporterOptions();

    @Option(names = "--exporter", paramLabel = "NAME", description = "Only to this exporter.")
    private @Nullable String exporter;

    @Option(names = "--epoch", paramLabel = "ID", description = "Sends a range of this epoch's events again.")
    private @Nullable String epoch;

    @Option(names = "--from-sequence", paramLabel = "N", description = "The range's first sequence.")
    private @Nullable Long from;

    @Option(names = "--to-sequence", paramLabel = "N", description = "The range's last sequence.")
    private @Nullable Long to;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ShipCommand(Output out, Messages messages) {
        this.out = out;
        this.messages = messages;
    }

    @Override
    public Integer call() throws OutputException {
        if (epoch == null && from == null && to == null) {
            ConfiguredExporters exporters = options.read(spec, directory.given(spec), exporter);
            return new BacklogShipping(exporters, exporter, options.waitNanos(spec), out, messages).run();
        }
        if (epoch == null || from == null || to == null || exporter == null) {
            throw wrong("a range needs --epoch, --from-sequence, --to-sequence and --exporter");
        }
        if (!EpochId.is(epoch)) {
            throw wrong("Invalid value for option '--epoch': '" + epoch + "' is no epoch's id");
        }
        if (from < 1 || to < from) {
            throw wrong("a range goes from a sequence of at least 1 to one that is not below it");
        }
        ConfiguredExporters exporters = options.read(spec, directory.given(spec), exporter);
        return new RangeShipping(exporters, epoch, from, to, exporter, options.waitNanos(spec), messages).run(out);
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
