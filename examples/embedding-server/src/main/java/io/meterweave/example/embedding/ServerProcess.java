package io.meterweave.example.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The server in a JVM of its own; what it prints goes to a log file. */
final class ServerProcess implements AutoCloseable {
    private static final String LISTENING = "listening on ";
    private static final int SECONDS = 120;
    private static final int SECONDS_TO_GO = 10;

    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        Thread reader = new Thread(this::copyOutput, "server-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts {@code command} and waits until it listens. */
    static ServerProcess start(List<String> command, Path log) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        // So that no server outlives a demo that was interrupted.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endQuietly(process)));
        ServerProcess server = new ServerProcess(process, log);
        try {
            server.port.get(SECONDS, TimeUnit.SECONDS);
            return server;
        } catch (ExecutionException | TimeoutException e) {
            endQuietly(process);
            throw new IOException("the server did not start; its log: " + log, e);
        }
    }

    int port() {
        return port.join();
    }

    long pid() {
        return process.pid();
    }

    /** SIGKILL: no hook, no flush, no goodbye. */
    int kill() throws InterruptedException, IOException {
        return end(Process::destroyForcibly);
    }

    /** SIGTERM. */
    int stop() throws InterruptedException, IOException {
        return end(Process::destroy);
    }

    private int end(Consumer<Process> signal) throws InterruptedException, IOException {
        Leftovers leftovers = Leftovers.of(pid());
        signal.accept(process);
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("the server did not end; its log: " + log);
        }
        leftovers.delete();
        return process.exitValue();
    }

    @Override
    public void close() {
        endQuietly(process);
    }

    private static void endQuietly(Process process) {
        process.destroy();
        try {
            process.waitFor(SECONDS_TO_GO, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    private void copyOutput() {
        try (BufferedReader lines = process.inputReader(UTF_8);
                Writer copy = Files.newBufferedWriter(log)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                copy.append(line).append('\n').flush();
                if (line.startsWith(LISTENING)) {
                    port.complete(Integer.valueOf(line.substring(LISTENING.length())));
                }
            }
            port.completeExceptionally(new IOException("it ended before it listened"));
        } catch (IOException e) {
            port.completeExceptionally(e);
            // A killed process may break the pipe; before that, the one who waits is told.
            if (process.isAlive()) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
