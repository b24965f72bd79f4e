package io.meterweave.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Where the agents keep what they have metered. */
final class DirectoryOption {
    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "The directory that the agents were given as 'dir' (default: ./meterweave).")
    private Path dir = Path.of("./meterweave");

    /** What was given; null where nothing was, and a configuration may say it. */
    @Nullable Path given(CommandSpec command) {
        return command.commandLine().getParseResult().hasMatchedOption("--dir") ? dir : null;
    }

    Path path() {
        return dir;
    }
}
