package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;

/** Holds one manifest's line, and one loss's, to what docs/usage-record.md says of their fields. */
final class ManifestLines {
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
        assertThat(event.number("record_count")).as(line).isGreaterThanOrEqualTo(event.number("usage_count"));
        checkSums(event, data.path("sums"));
    }

    private static void checkSums(Event event, JsonNode sums) {
        for (JsonNode sum : sums) {
            assertThat(EventLines.names(sum)).as(event.line()).containsExactly("known", "sum");
            assertThat(sum.path("known").longValue()).as(event.line()).isBetween(1L, event.number("usage_count"));
        }
    }

    static void checkLoss(Event event) {
        assertThat(EventLines.names(event.data()))
                .as(event.line())
                .containsExactly("reason", "lost_count", "first_time", "last_time");
        assertThat(OffsetDateTime.parse(event.text("first_time")))
                .as(event.line())
                .isBeforeOrEqualTo(OffsetDateTime.parse(event.text("last_time")));
    }
}
