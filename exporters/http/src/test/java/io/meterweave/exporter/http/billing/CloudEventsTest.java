package io.meterweave.exporter.http.billing;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.exporter.http.billing.BillingServer.Billed;
import io.meterweave.ship.Refused;
import io.meterweave.spi.UsageEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A receiver of every event as it is. */
class CloudEventsTest extends TargetTest<CloudEventsServer> {
    @Override
    CloudEventsServer start() throws Exception {
        return new CloudEventsServer();
    }

    @Override
    Map<String, String> options() {
        return Map.of("token", "ce_token");
    }

    @Override
    String held() {
        return "";
    }

    @Override
    List<Mistake> mistakes() throws IOException {
        return List.of(
                new Mistake("token", "token", WRONG),
                new Mistake("token", "token", null),
                new Mistake(
                        "token.file",
                        "token",
                        null,
                        "token.file",
                        Files.writeString(temp.resolve("token"), WRONG).toString()),
                new Mistake("header.X-Api-Key", "token", null, "header.X-Api-Key", WRONG),
                new Mistake(
                        "header.X-Api-Key.file",
                        "token",
                        null,
                        "header.X-Api-Key.file",
                        temp.resolve("none").toString()));
    }

    @Override
    void assertBilled(String epoch, long from, long to) {
        assertThat(server.billed).hasSize((int) (to - from + 1));
        for (Billed each : server.billed.values()) {
            long sequence = Long.parseLong(each.id().substring(epoch.length() + 1));
            assertThat(sequence).isBetween(from, to);
            assertThat(each.id()).startsWith(epoch + ".");
            assertThat(each.meter()).isEqualTo("io.meterweave.usage.v1");
            assertThat(each.customer()).isEqualTo("cus_" + sequence % 7);
            assertThat(each.value()).isEqualTo(3 * sequence);
            assertThat(Duration.between(Usage.NOW, each.time())).isEqualTo(Duration.ofNanos(123_456_000));
        }
    }

    @Test
    void whatIsRefusedIsFoundAndTheRestGoesOn() {
        List<UsageEvent> events = new ArrayList<>(Usage.all(1, 9));
        events.set(3, Usage.of(4, "bad_1"));
        events.set(7, Usage.of(8, "bad_2"));
        List<Refused> refused = deliver(events);
        assertThat(refused).extracting(each -> each.event().sequence()).containsExactly(4L, 8L);
        assertThat(refused.get(0).answer()).isEqualTo("HTTP 422: {\"error\":\"no such customer\"}");
        assertThat(sequences()).containsExactly(1L, 2L, 3L, 5L, 6L, 7L, 9L);
    }
}
