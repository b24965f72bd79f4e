package io.meterweave.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.fork.Launch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;

/**
 * A wall clock that can be set, of the JVMs that are deceived by it; {@code libfaketime} leaves their monotonic one alone,
 * as a real step does.
 *
 * @param home where the file that says the time is kept
 */
record FakeClock(Path home) {
    /** Steps it, to so far from the real time, such as {@code -3h}. JVMs see it within a second. */
    void set(String offset) {
        try {
            Path written = home.resolve("clock.new");
            Files.writeString(written, offset + "\n");
            Files.move(written, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file() {
        return home.resolve("clock");
    }

    Launch deceive(Launch launch) {
        return launch.env("LD_PRELOAD", library().toString())
                .env("FAKETIME_TIMESTAMP_FILE", file().toString())
                .env("FAKETIME_CACHE_DURATION", "1")
                .env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    }

    private static Path library() {
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(Path.of("/usr/lib"), path -> Files.exists(within(path)))) {
            Iterator<Path> first = found.iterator();
            assertThat(first)
                    .as("libfaketime is needed: apt-get install faketime")
                    .hasNext();
            return within(first.next());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path within(Path directory) {
        return directory.resolve("faketime").resolve("libfaketime.so.1");
    }
}
