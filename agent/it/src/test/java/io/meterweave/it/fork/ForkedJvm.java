package io.meterweave.it.fork;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A started JVM. Its output goes to files, not pipes: what it has written to the kernel is there to be read whatever
 * happens to it, and a reader that is slow does not slow it down.
 */
public final class ForkedJvm implements AutoCloseable {
    private final Process process;
    private final Path home;
    private final boolean wrapped;

    ForkedJvm(Process process, Path home, boolean wrapped) {
        this.process = process;
        this.home = home;
        this.wrapped = wrapped;
    }

    /** The JVM itself; where it is not there yet, or any more, the program that it was started under. */
    private ProcessHandle jvm() {
        if (!wrapped) {
            return process.toHandle();
        }
        return process.descendants()
                .filter(below -> below.info().command().orElse("").endsWith("/java"))
                .findFirst()
                .orElse(process.toHandle());
    }

    public Path work() {
        return home.resolve("work");
    }

    public long pid() {
        return process.pid();
    }

    /** The complete lines that it has printed so far. */
    public List<String> lines() {
        String text = Exit.text(home.resolve("stdout.txt"));
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    public long printedBytes() {
        return home.resolve("stdout.txt").toFile().length();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Waits until it has printed a line that starts so. */
    public void awaitLine(String start) {
        Await.until("a line '" + start + "' of " + this, Duration.ofSeconds(60), () -> {
            if (!alive()) {
                throw new IllegalStateException(this + " ended: " + Exit.text(home.resolve("stderr.txt")));
            }
            return lines().stream().anyMatch(line -> line.startsWith(start));
        });
    }

    /** Gives it a line to read. */
    public void tell(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL through the handle: {@code Process.destroyForcibly} would close the streams as well. */
    public Exit kill() {
        jvm().destroyForcibly();
        return await(Duration.ofSeconds(60));
    }

    /** Sends it a signal: {@code TERM}, {@code STOP}, {@code CONT}. */
    public void signal(String name) {
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + jvm().pid()).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("cannot send " + name + " to " + this);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for its end; one that takes longer is killed, and that is a failure. */
    public Exit await(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.toHandle().destroyForcibly();
                process.waitFor();
                throw new AssertionError(this + " did not end within " + limit + "; stdout:\n"
                        + Exit.text(home.resolve("stdout.txt")) + "\nstderr:\n"
                        + Exit.text(home.resolve("stderr.txt")));
            }
            return new Exit(
                    process.exitValue(),
                    home.resolve("stdout.txt"),
                    home.resolve("stderr.txt"),
                    work(),
                    home.resolve("tmp"));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Leaves no process behind, nor the native libraries that a killed ONNX Runtime had unpacked. */
    @Override
    public void close() {
        jvm().destroyForcibly();
        process.toHandle().destroyForcibly();
        try {
            process.waitFor();
            try (var entries = Files.list(home.resolve("tmp"))) {
                for (Path entry : entries.toList()) {
                    if (entry.getFileName().toString().startsWith("onnxruntime")) {
                        Trees.delete(entry);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "process " + process.pid() + " in " + home;
    }
}
