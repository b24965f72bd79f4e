package io.meterweave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That memory does not grow with the input, in short; docs/command-line.md has the run with ten million events. */
class VerifyScaleTest {
    private static final String EPOCH = VerifyDamageTest.A;
    private static final int EVENTS = 300_000;

    @TempDir
    Path dir;

    @Test
    @Timeout(120)
    void threeHundredThousandEventsPassInASmallHeap() throws Exception {
        Path file = dir.resolve("f.jsonl");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            write(out);
        }
        assertThat(Files.size(file)).isGreaterThan(64L << 20);

        Process verify = AgentProcess.fork("64m", Main.class, "verify", "--file", file.toString());

        String out = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(verify.waitFor()).isZero();
        assertThat(out).contains("  complete, closed at 300000\n", "  input_tokens 899910 over ");
    }

    @Test
    @Timeout(120)
    void moreFaultsThanCanBeNamedEndTheReading() throws Exception {
        Path file = dir.resolve("f.jsonl");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (int sequence = 1; sequence < 250_000; sequence += 2) {
                out.write(line(sequence, "usage", "{}"));
            }
        }

        Process verify = AgentProcess.fork(Main.class, "verify", "--file", file.toString());

        String out = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(verify.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(verify.waitFor()).isEqualTo(1);
        assertThat(err).contains("meterweave: verify: more than 100000 faults, the rest is not read");
        assertThat(out).contains(" missing 200000: 1 event\n").endsWith("NOT COMPLETE: 100000 faults\n");
    }

    private static void write(OutputStream out) throws Exception {
        MessageDigest window = MessageDigest.getInstance("SHA-256");
        MessageDigest manifest = MessageDigest.getInstance("SHA-256");
        String previous = "0".repeat(64);
        int from = 1;
        for (int sequence = 1; sequence <= EVENTS; sequence++) {
            boolean seals = sequence % 10_000 == 0;
            String data = !seals
                    ? "{\"operation\":\"predict\",\"input_tokens\":3}"
                    : manifest(from, sequence, HexFormat.of().formatHex(window.digest()), previous);
            byte[] line = line(sequence, seals ? "manifest" : "usage", data);
            if (seals) {
                previous = HexFormat.of().formatHex(manifest.digest(line));
                from = sequence;
            }
            window.update(line);
            out.write(line);
        }
    }

    private static String manifest(int first, int own, String records, String previous) {
        int usages = own - first - (first == 1 ? 0 : 1);
        return "{\"epoch\":\"" + EPOCH + "\",\"first_sequence\":" + first + ",\"last_sequence\":" + (own - 1)
                + ",\"record_count\":" + (own - first) + ",\"usage_count\":" + usages
                + ",\"sums\":{\"input_tokens\":{\"known\":" + usages + ",\"sum\":" + 3L * usages
                + "}},\"lost_count\":{},\"records_sha256\":\"" + records + "\",\"previous_manifest_sha256\":\""
                + previous
                + "\",\"sealed_by\":\"count\"" + (own == EVENTS ? ",\"closed\":true" : "") + "}";
    }

    private static byte[] line(int sequence, String type, String data) throws IOException {
        return ("{\"specversion\":\"1.0\",\"id\":\"" + EPOCH + "." + sequence + "\",\"source\":\"/meterweave/s/h\","
                        + "\"type\":\"io.meterweave." + type + ".v1\",\"time\":\"2026-11-22T10:00:00.000000Z\","
                        + "\"datacontenttype\":\"application/json\",\"sequence\":\"" + String.format("%019d", sequence)
                        + "\",\"data\":" + data + "}\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
