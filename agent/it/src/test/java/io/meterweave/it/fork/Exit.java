package io.meterweave.it.fork;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How a forked JVM ended, and what it left: {@code work} was its working directory, {@code tmp} its temporary one. */
public record Exit(int code, Path stdoutFile, Path stderrFile, Path work, Path tmp) {
    public String stdout() {
        return text(stdoutFile);
    }

    public String stderr() {
        return text(stderrFile);
    }

    public List<String> stdoutLines() {
        return stdout().lines().toList();
    }

    public List<String> stderrLines() {
        return stderr().lines().toList();
    }

    static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
