package io.meterweave.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What has arrived of the calls that were made.
 *
 * @param records usage records or spans
 * @param lost what the loss records add up to
 */
record Arrivals(long records, long lost) {
    private static final Pattern LOST = Pattern.compile("\"lost_count\":([0-9]+)");

    /** Reads the journals in a directory with the agent's own {@code dump}. */
    static Arrivals dump(String java, Path agent, Path dir) throws IOException, InterruptedException {
        Process dump = new ProcessBuilder(java, "-jar", agent.toString(), "dump", "--dir", dir.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Arrivals arrivals;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(dump.getInputStream(), StandardCharsets.UTF_8))) {
            arrivals = count(lines);
        }
        int code = dump.waitFor();
        if (code != 0) {
            throw new IOException("dump ended with " + code);
        }
        return arrivals;
    }

    /** Reads what the {@code file} exporter has written. */
    static Arrivals exported(Path dir) throws IOException {
        Arrivals all = new Arrivals(0, 0);
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
                try (BufferedReader lines = Files.newBufferedReader(file)) {
                    all = all.plus(count(lines));
                }
            }
        }
        return all;
    }

    /** Both together. */
    Arrivals plus(Arrivals other) {
        return new Arrivals(records + other.records, lost + other.lost);
    }

    private static Arrivals count(BufferedReader lines) throws IOException {
        long records = 0;
        long lost = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains("\"type\":\"io.meterweave.usage.v1\"")) {
                records++;
            } else if (line.contains("\"type\":\"io.meterweave.loss.v1\"")) {
                Matcher count = LOST.matcher(line);
                lost += count.find() ? Long.parseLong(count.group(1)) : 1;
            }
        }
        return new Arrivals(records, lost);
    }
}
