package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Follows one epoch's events in their order: the sequences are gapless from 1, and every manifest says of the events
 * since the one before it what can be recomputed from their lines alone: what it covers, which manifest it follows, and
 * what the loss events before it have told.
 */
final class EpochCheck {
    private final MessageDigest digest = sha256();
    private final Map<String, Long> lost = new TreeMap<>();
    private String previous = "0".repeat(64);
    private long expected = 1;
    private long first = 1;
    private long usages;
    private long tokens;
    private String closing = "";
    private String last = "";

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void accept(Event event) {
        assertThat(event.sequence()).as("gapless in " + event.epoch()).isEqualTo(expected);
        byte[] line = (event.line() + "\n").getBytes(StandardCharsets.UTF_8);
        if (event.type().equals(Event.MANIFEST)) {
            checkManifest(event);
            previous = HexFormat.of().formatHex(sha256().digest(line));
            closing = event.has("closed") ? event.line() : closing;
            first = event.sequence();
            usages = 0;
            tokens = 0;
        }
        digest.update(line);
        if (event.usage()) {
            usages++;
            tokens += event.data().path("input_tokens").asLong(0);
        } else if (event.type().equals(Event.LOSS)) {
            lost.merge(event.text("reason"), event.number("lost_count"), Long::sum);
        }
        last = event.line();
        expected++;
    }

    private void checkManifest(Event manifest) {
        String line = manifest.line();
        JsonNode sums = manifest.data().path("sums");
        assertThat(manifest.text("epoch")).as(line).isEqualTo(manifest.epoch());
        assertThat(manifest.number("first_sequence")).as(line).isEqualTo(first);
        assertThat(manifest.number("last_sequence")).as(line).isEqualTo(expected - 1);
        assertThat(manifest.number("record_count")).as(line).isEqualTo(expected - first);
        assertThat(manifest.number("usage_count")).as(line).isEqualTo(usages);
        assertThat(sums.path("input_tokens").path("sum").asLong(0)).as(line).isEqualTo(tokens);
        assertThat(manifest.text("records_sha256"))
                .as(line)
                .isEqualTo(HexFormat.of().formatHex(digest.digest()));
        assertThat(manifest.text("previous_manifest_sha256")).as(line).isEqualTo(previous);
        Map<String, Long> told = new TreeMap<>();
        manifest.data()
                .path("lost_count")
                .properties()
                .forEach(e -> told.put(e.getKey(), e.getValue().longValue()));
        assertThat(told).as(line).isEqualTo(lost);
    }

    /** What came back after an orderly end is closed again: behind the last manifest that closes the epoch is nothing. */
    void end() {
        if (!closing.isEmpty()) {
            assertThat(last).as("behind the manifest that closes the epoch").isEqualTo(closing);
        }
    }
}
