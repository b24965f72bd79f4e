package io.meterweave.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the agents keep what they have metered. */
final class DirectoryOption {
    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "The directory that the agents were given as 'dir' (default: ./meterweave).")
    private Path dir = Path.of("./meterweave");

    Path path() {
        return dir;
    }
}
