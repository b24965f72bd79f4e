package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Follows one epoch's events in their order: the sequences are gapless from 1, and every manifest says of the events
 * since the one before it what can be recomputed from their lines alone.
 */
final class EpochCheck {
    private final MessageDigest digest;
    private long expected = 1;
    private long first = 1;
    private long usages;
    private long tokens;

    EpochCheck() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void accept(Event event) {
        assertThat(event.sequence()).as("gapless in " + event.epoch()).isEqualTo(expected);
        if (event.type().equals(Event.MANIFEST)) {
            checkManifest(event);
            first = event.sequence();
            usages = 0;
            tokens = 0;
        }
        digest.update((event.line() + "\n").getBytes(StandardCharsets.UTF_8));
        if (event.usage()) {
            usages++;
            tokens += event.data().path("input_tokens").asLong(0);
        }
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
    }
}
