package io.meterweave.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
        long records = 0;
        long lost = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(dump.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("\"type\":\"io.meterweave.usage.v1\"")) {
                    records++;
                } else if (line.contains("\"type\":\"io.meterweave.loss.v1\"")) {
                    Matcher count = LOST.matcher(line);
                    lost += count.find() ? Long.parseLong(count.group(1)) : 1;
                }
            }
        }
        int code = dump.waitFor();
        if (code != 0) {
            throw new IOException("dump ended with " + code);
        }
        return new Arrivals(records, lost);
    }
}
