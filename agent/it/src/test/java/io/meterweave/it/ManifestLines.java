package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.Set;

/** Holds one manifest's line, and one loss's, to what docs/usage-record.md says of their fields. */
final class ManifestLines {
    private static final Set<String> LOSS_REASONS =
            Set.of("ring_full", "too_large", "corrupt", "journal_failed", "hook_failed", "quota");
    private static final Set<String> SUMS = Set.of(
            "input_tokens",
            "output_tokens",
            "cache_read_input_tokens",
            "cache_creation_input_tokens",
            "reasoning_output_tokens",
            "items",
            "device_time_ns",
            "wall_time_ns",
            "time_to_first_token_ns",
            "attempts");
    private static final String SHA_256 = "[0-9a-f]{64}";

    private ManifestLines() {}

    static void checkManifest(Event event) {
        String line = event.line();
        JsonNode data = event.data();
        assertThat(EventLines.names(data))
                .as(line)
                .startsWith(
                        "epoch",
                        "first_sequence",
                        "last_sequence",
                        "record_count",
                        "usage_count",
                        "sums",
                        "lost_count",
                        "records_sha256",
                        "previous_manifest_sha256",
                        "sealed_by")
                .hasSize(data.has("closed") ? 11 : 10);
        assertThat(event.number("last_sequence")).as(line).isEqualTo(event.sequence() - 1);
        assertThat(event.number("record_count"))
                .as(line)
                .isPositive()
                .isGreaterThanOrEqualTo(event.number("usage_count"));
        assertThat(event.text("records_sha256")).as(line).matches(SHA_256);
        assertThat(event.text("previous_manifest_sha256")).as(line).matches(SHA_256);
        assertThat(event.text("sealed_by")).as(line).isIn("count", "age", "shutdown", "recovery");
        assertThat(data.path("closed").asBoolean(true)).as(line).isTrue();
        checkSums(event, data.path("sums"));
        data.path("lost_count").properties().forEach(lost -> {
            assertThat(lost.getKey()).as(line).isIn(LOSS_REASONS);
            assertThat(lost.getValue().longValue()).as(line).isPositive();
        });
    }

    private static void checkSums(Event event, JsonNode sums) {
        assertThat(EventLines.names(sums)).as(event.line()).isSubsetOf(SUMS);
        for (JsonNode sum : sums) {
            assertThat(EventLines.names(sum)).as(event.line()).containsExactly("known", "sum");
            assertThat(sum.path("known").longValue()).as(event.line()).isBetween(1L, event.number("usage_count"));
            assertThat(sum.path("sum").isIntegralNumber()).as(event.line()).isTrue();
        }
    }

    static void checkLoss(Event event) {
        assertThat(EventLines.names(event.data()))
                .as(event.line())
                .containsExactly("reason", "lost_count", "first_time", "last_time");
        assertThat(event.text("reason")).as(event.line()).isIn(LOSS_REASONS);
        assertThat(event.number("lost_count")).as(event.line()).isPositive();
        assertThat(OffsetDateTime.parse(event.text("first_time")))
                .as(event.line())
                .isBeforeOrEqualTo(OffsetDateTime.parse(event.text("last_time")));
    }
}
