package io.meterweave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FollowTest {
    @TempDir
    Path dir;

    @Test
    @Timeout(60)
    void printsAnewWhenUsageArrivesAndWhenAJvmDies() throws Exception {
        TestAgent agent = new TestAgent(dir, "s");
        PipedInputStream in = new PipedInputStream();
        PrintStream out = new PrintStream(new PipedOutputStream(in), false, StandardCharsets.UTF_8);
        String[] args = {"report", "--follow", "--format=json", "--by=subject", "--dir=" + dir};
        FutureTask<Integer> code = new FutureTask<>(() -> Main.run(args, out, System.err));
        Thread command = new Thread(code, "follow");
        command.start();
        try (BufferedReader blocks = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            assertThat(blocks.readLine()).contains("\"groups\":[],", "\"live\":1,\"dead\":0");

            agent.usage("a", "m", d -> {}).journal();
            assertThat(blocks.readLine()).contains("\"groups\":[{\"subject\":\"a\",\"records\":1}],");

            agent.usage("a", "m", d -> {}).journal().usage("b", "m", d -> {}).close();
            String last = blocks.readLine();
            if (!last.contains("\"dead\":1")) {
                assertThat(last).contains("\"groups\":[{\"subject\":\"a\",\"records\":2}],");
                last = blocks.readLine();
            }
            assertThat(last)
                    .contains("[{\"subject\":\"a\",\"records\":2},{\"subject\":\"b\",\"records\":1}],")
                    .contains("\"live\":0,\"dead\":1");

            try (TestAgent next = new TestAgent(dir, "s")) {
                next.usage("c", "m", d -> {}).journal();
                String block = blocks.readLine();
                while (!block.contains("{\"subject\":\"c\",\"records\":1}")) {
                    block = blocks.readLine(); // The epoch appeared before its record.
                }
                assertThat(block).contains("\"total\":{\"records\":4,\"unattributed\":0}", "\"live\":1,\"dead\":1");
            }
            command.interrupt();
            assertThat(code.get()).isZero();
        } finally {
            command.interrupt();
        }
    }
}
