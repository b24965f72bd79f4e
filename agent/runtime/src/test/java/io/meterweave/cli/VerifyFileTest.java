package io.meterweave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as they come: repeated, interleaved, rotated, and what is no file of events. */
class VerifyFileTest {
    @TempDir
    Path dir;

    @Test
    void theExampleOfTheDesign() throws Exception {
        try (InputStream in = VerifyFileTest.class.getResourceAsStream("/verify/example.jsonl")) {
            Files.write(dir.resolve("f.jsonl"), in.readAllBytes());
        }

        CliRun run = verify(dir.resolve("f.jsonl"));

        assertThat(run.code()).isZero();
        assertThat(run.lines()).contains("  complete to 4, open", "  lost ring_full 17");
        String changed = Files.readString(dir.resolve("f.jsonl")).replace("b0d49510", "b0d49511");
        Files.writeString(dir.resolve("f.jsonl"), changed);
        assertThat(verify(dir.resolve("f.jsonl")).out())
                .contains("\nFAULT file: epoch " + VerifyDamageTest.A + " altered 1 to 3: ");
    }

    @Test
    void deliveriesMayRepeatAndInterleave() throws Exception {
        EventLines lines = EventLines.clean();
        List<String> again = List.copyOf(lines.all.subList(20, 60));
        int c = lines.at(VerifyDamageTest.C, 1);
        lines.all.addAll(c + 30, List.copyOf(lines.all.subList(150, 250)));
        lines.all.addAll(100, again);
        lines.all.addAll(140, again);
        lines.all.add(lines.all.get(lines.all.size() - 1));

        CliRun run = CliRun.of("verify", "--file", lines.write(dir.resolve("f.jsonl")));

        assertThat(run.code()).isZero();
        assertThat(run.lines())
                .contains(
                        "file: 350 events, 333 of them usage records, 181 repeated",
                        "  complete, closed at 112",
                        "  complete, closed at 164",
                        "  complete to 74, open");
    }

    @Test
    void aRepeatFromFarBackWithOtherBytesIsAFault() throws Exception {
        EventLines lines = EventLines.clean();
        lines.all.add(lines.all.get(10).replace("predict", "embed"));

        CliRun run = CliRun.of("verify", "--file", lines.write(dir.resolve("f.jsonl")));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lines())
                .contains("FAULT file: epoch " + VerifyDamageTest.A + " twice, with different bytes 11: "
                        + dir.resolve("f.jsonl") + " line 351");
    }

    @Test
    void rotatedFilesAreReadByTheirNumbers() throws Exception {
        EventLines lines = EventLines.clean();
        Files.writeString(dir.resolve("usage-x-999999.jsonl"), text(lines.all.subList(0, 100)));
        Files.writeString(dir.resolve("usage-x-1000000.jsonl"), text(lines.all.subList(100, 350)));
        Files.writeString(dir.resolve("README"), "no events");

        assertThat(verify(dir).code()).isZero();
        CliRun both = CliRun.of(
                "verify",
                "--file",
                dir.resolve("usage-x-999999.jsonl").toString(),
                "--file",
                dir.resolve("usage-x-1000000.jsonl").toString());
        assertThat(both).isEqualTo(verify(dir));
    }

    @Test
    void standardInput() throws Exception {
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream(text(EventLines.clean().all).getBytes(StandardCharsets.UTF_8)));
            assertThat(verify(Path.of("-")).code()).isZero();
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void whatCannotBeReadIsNotComplete() throws Exception {
        CliRun run = CliRun.of(
                "verify",
                "--file",
                EventLines.clean().write(dir.resolve("f.jsonl")),
                "--file",
                dir.resolve("none").toString());

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err())
                .startsWith("meterweave: " + dir.resolve("none") + " cannot be read: ")
                .hasLineCount(1);
        assertThat(run.lines()).last().isEqualTo("NOT PROVEN: not all of the input could be read");
    }

    @Test
    void aCertificateAsJson() throws Exception {
        EventLines lines = EventLines.clean();
        String file = lines.write(dir.resolve("f.jsonl"));
        CliRun whole = CliRun.of("verify", "--file", file, "--format", "json");
        assertThat(whole.code()).isZero();
        assertThat(whole.out())
                .hasLineCount(1)
                .startsWith("{\"result\":\"complete\",\"faults\":[],\"file\":{\"event_count\":350,\"usage_count\":333,"
                        + "\"repeated\":0,\"epochs\":[{\"epoch\":\"" + VerifyDamageTest.A + "\",")
                .contains(
                        "\"state\":\"closed\",\"first_sequence\":1,\"last_sequence\":112,",
                        "\"lost_count\":{\"hook_failed\":1,\"ring_full\":22}",
                        "\"last_manifest\":{\"sequence\":112,\"sha256\":\""
                                + EventLines.sha(lines.all.get(lines.at(VerifyDamageTest.A, 112))) + "\"}",
                        "\"state\":\"open\"");

        lines.remove(VerifyDamageTest.B, 60, 62);
        CliRun damaged = CliRun.of("verify", "--file", lines.write(dir.resolve("f.jsonl")), "--format", "json");
        assertThat(damaged.code()).isEqualTo(1);
        assertThat(damaged.out())
                .startsWith("{\"result\":\"fault\",\"faults\":[")
                .contains("{\"in\":\"file\",\"kind\":\"missing\",\"epoch\":\"" + VerifyDamageTest.B
                        + "\",\"first_sequence\":60,\"last_sequence\":62,\"detail\":\"3 events\"}");
    }

    @Test
    void whatIsNoEventIsNamedByItsLine() throws Exception {
        String[] hostile = {
            "", "{", "x".repeat(70_000), "{\"specversion\":\"1.0\",\"id\":\"", "\u001b[2J",
        };
        for (String line : hostile) {
            EventLines lines = EventLines.clean();
            lines.all.add(3, line);
            CliRun run = CliRun.of("verify", "--file", lines.write(dir.resolve("f.jsonl")));
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.out())
                    .contains("\nFAULT file: no event: " + dir.resolve("f.jsonl") + " line 4: ")
                    .contains("  complete, closed at 112\n")
                    .endsWith("NOT COMPLETE: 1 fault\n");
        }
    }

    @Test
    void anyBytesAreAnswered() throws Exception {
        byte[] clean = text(EventLines.clean().all).getBytes(StandardCharsets.UTF_8);
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            byte[] damaged = clean.clone();
            int at = random.nextInt(damaged.length);
            byte was = damaged[at];
            damaged[at] = (byte) random.nextInt();
            Files.write(dir.resolve("f.jsonl"), damaged);

            CliRun run = verify(dir.resolve("f.jsonl"));

            // Of what is not sealed yet, a byte that leaves an event an event cannot be told.
            boolean sealed = at < clean.length - 20 * 700;
            assertThat(run.code()).isIn(was == damaged[at] ? List.of(0) : sealed ? List.of(1) : List.of(0, 1));
            assertThat(run.err()).isEmpty();
        }
    }

    private static CliRun verify(Path file) {
        return CliRun.of("verify", "--file", file.toString());
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
