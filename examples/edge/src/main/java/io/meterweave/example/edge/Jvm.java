package io.meterweave.example.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A program in a JVM of its own that is told what to do line by line, and answers line by line. */
final class Jvm implements AutoCloseable {
    private static final int SECONDS = 120;

    /** What is told when there is nothing more to read. */
    private static final String END = "\0";

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Process process;
    private final Path log;

    /**
     * Starts it.
     *
     * @param log where its standard error goes, behind what is there
     */
    Jvm(List<String> command, Path log) throws IOException {
        this.log = log;
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        // So that nothing outlives a run that was interrupted.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        Thread reader = new Thread(this::read, "output-of-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader output = process.inputReader(UTF_8)) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            // A kill may break the pipe.
        }
        lines.add(END);
    }

    long pid() {
        return process.pid();
    }

    void tell(String order) throws IOException {
        process.getOutputStream().write((order + "\n").getBytes(UTF_8));
        process.getOutputStream().flush();
    }

    /** Waits for a line that begins so; answers the rest of it. Lines before it are printed. */
    String await(String beginning) throws IOException {
        try {
            String line = lines.poll(SECONDS, TimeUnit.SECONDS);
            while (line != null && !line.startsWith(beginning)) {
                if (line.equals(END)) {
                    throw new IOException("a process ended before it said '" + beginning + "'; its log: " + log);
                }
                System.out.println(line);
                line = lines.poll(SECONDS, TimeUnit.SECONDS);
            }
            if (line == null) {
                throw new IOException("a process did not say '" + beginning + "' in time; its log: " + log);
            }
            return line.substring(beginning.length());
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    /** SIGKILL: no hook, no flush, no goodbye. */
    void kill() throws IOException {
        process.destroyForcibly();
        ended();
    }

    /** Tells it that no orders follow, and waits for its end; answers its exit code. */
    int end() throws IOException {
        process.getOutputStream().close();
        return ended();
    }

    private int ended() throws IOException {
        try {
            if (process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            throw new IOException("a process does not end; its log: " + log);
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
