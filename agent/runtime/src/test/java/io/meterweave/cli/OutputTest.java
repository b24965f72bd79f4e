package io.meterweave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Standard output that takes nothing more. */
class OutputTest {
    @TempDir
    Path dir;

    @Test
    @Timeout(60)
    void aReaderThatLeavesIsNoFault() throws Exception {
        journal(20_000); // More than a pipe and a buffer hold.
        Process dump = AgentProcess.fork(Main.class, "dump", "--dir", dir.toString());
        try (BufferedReader out = dump.inputReader()) {
            assertThat(out.readLine()).startsWith("{\"specversion\"");
        }
        // From JDK 24 on, the JDK itself warns of Unsafe; the agent's jar has a binding for slf4j, this class path not.
        assertThat(dump.errorReader().lines().filter(l -> !l.startsWith("WARNING: ") && !l.startsWith("SLF4J")))
                .isEmpty();
        assertThat(dump.waitFor()).isZero();
    }

    @Test
    void aFullDiskIsAFault() throws Exception {
        journal(1);

        CliRun dump = to(failing("No space left on device"));

        assertThat(dump.code()).isEqualTo(4);
        assertThat(dump.err())
                .startsWith("meterweave: standard output: No space left on device; ")
                .hasLineCount(1);
    }

    @Test
    void aBrokenPipeIsNone() throws Exception {
        journal(1);

        assertThat(to(failing("Broken pipe"))).isEqualTo(new CliRun(0, "", ""));
    }

    @Test
    void aStreamThatHidesItsFailureIsNoticed() throws Exception {
        journal(1);

        CliRun dump = to(new PrintStream(failing("hidden")));

        assertThat(dump.code()).isEqualTo(4);
        assertThat(dump.err()).hasLineCount(1);
    }

    private void journal(int records) throws IOException {
        try (TestAgent agent = new TestAgent(dir, "s")) {
            for (int i = 0; i < records; i++) {
                agent.usage("acme", "m", d -> {});
            }
            agent.journal();
        }
    }

    private CliRun to(OutputStream target) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(
                new String[] {"dump", "--dir", dir.toString()},
                Output.to(target),
                new Messages(new PrintStream(err, true, StandardCharsets.UTF_8), false));
        return new CliRun(code, "", err.toString(StandardCharsets.UTF_8));
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };
    }
}
