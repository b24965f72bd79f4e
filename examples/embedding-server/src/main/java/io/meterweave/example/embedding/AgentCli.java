package io.meterweave.example.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The agent's command line, run on the directory that the agent wrote to. */
final class AgentCli {
    private static final int SECONDS = 120;

    private final ObjectMapper json = new ObjectMapper();
    private final String java;
    private final Path jar;
    private final Path usage;
    private final Path work;

    /**
     * @param java the launcher
     * @param jar the agent
     * @param usage the agent's {@code dir}
     * @param work where outputs are kept
     */
    AgentCli(String java, Path jar, Path usage, Path work) {
        this.java = java;
        this.jar = jar;
        this.usage = usage;
        this.work = work;
    }

    /** The usage table. */
    String report() throws IOException, InterruptedException {
        return Files.readString(run("report"));
    }

    /** All events of all epochs, in the order of the dump. */
    List<JsonNode> dump() throws IOException, InterruptedException {
        List<JsonNode> events = new ArrayList<>();
        for (String line : Files.readAllLines(run("dump"))) {
            events.add(json.readTree(line));
        }
        return events;
    }

    private Path run(String command) throws IOException, InterruptedException {
        Path output = work.resolve(command + ".out");
        Path errors = work.resolve(command + ".err");
        Process process = new ProcessBuilder(java, "-jar", jar.toString(), command, "--dir", usage.toString())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(command + " did not end");
        }
        if (process.exitValue() != 0) {
            throw new IOException(command + " ended with " + process.exitValue() + ": " + Files.readString(errors));
        }
        return output;
    }
}
