package io.meterweave.cli;

import io.meterweave.agent.ConfigException;
import io.meterweave.agent.ConfiguredExporters;
import io.meterweave.agent.Units;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Through which exporters a command sends: configured as the agent is, from the same places. */
final class ExporterOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A properties file as the agent's 'config' names it.")
    private @Nullable String config;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "How long targets are waited for that do not take everything: 500ms, 60s, 5m (default: 60s).")
    private String wait = "60s";

    @Option(
            names = "--accept-window-risk",
            description =
                    "Sends records, too, that are so old that the target may have had them and not know it any more."
                            + " With --exporter only.")
    private boolean acceptWindowRisk;

    @Parameters(
            paramLabel = "KEY=VALUE",
            arity = "0..*",
            description = "The agent's settings: exporters=NAMES, exporter.<name>.<setting>=...")
    private List<String> settings = new ArrayList<>();

    /** Reads the configuration, and tries that each exporter can be made of it. */
    ConfiguredExporters read(CommandSpec command, @Nullable Path dir, @Nullable String only) {
        List<String> arguments = new ArrayList<>(settings);
        if (config != null) {
            arguments.add("config=" + config);
        }
        if (acceptWindowRisk && only == null) {
            throw new ParameterException(command.commandLine(), "--accept-window-risk needs --exporter");
        }
        if (acceptWindowRisk) {
            arguments.add("exporter." + only + ".window=none");
        }
        try {
            ConfiguredExporters exporters = ConfiguredExporters.of(String.join(",", arguments), dir, only);
            if (exporters.names().isEmpty()) {
                throw new ParameterException(
                        command.commandLine(), "no exporter is configured: give exporters=NAME or --config FILE");
            }
            for (String name : only == null ? exporters.names() : List.of(only)) {
                exporters.create(name).close(); // Could be made: its settings are right.
            }
            return exporters;
        } catch (ConfigException | IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), EpochAccess.reason(e), e);
        }
    }

    /** How long to wait. */
    long waitNanos(CommandSpec command) {
        try {
            return Units.nanos("--wait", wait);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new ParameterException(command.commandLine(), EpochAccess.reason(e), e);
        }
    }
}
