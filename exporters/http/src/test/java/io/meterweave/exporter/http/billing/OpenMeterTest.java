package io.meterweave.exporter.http.billing;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.ship.Refused;
import io.meterweave.spi.UsageEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenMeterTest extends BillingSystemTest<OpenMeterServer> {
    @Override
    OpenMeterServer start() throws Exception {
        return new OpenMeterServer();
    }

    @Override
    Map<String, String> options() {
        return Map.of("dialect", "openmeter", "token", "om_secret");
    }

    @Override
    String held() {
        return "1d";
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
                new Mistake(
                        "token.file",
                        "token",
                        null,
                        "token.file",
                        temp.resolve("none").toString()));
    }

    @Test
    void whatIsRefusedIsFoundAlthoughWhatWasBeforeItIsIn() {
        List<Refused> refused = deliverSomeBad();
        assertThat(refused.get(0).answer()).contains("tokens_in: HTTP 400").contains("tokens_out: HTTP 400");
    }

    @Test
    void numbersAreExactAndDimensionsAreThere() {
        UsageEvent large = Usage.of(1, "cus_1", Usage.NOW, "\"items\":9223372036854775807");
        deliver(List.of(large));
        deliver(List.of(Usage.of(2)), "dimensions", "plan,model");
        assertThat(server.billed.values().stream().map(BillingServer.Billed::value))
                .contains(Long.MAX_VALUE);
        assertThat(server.billed.values().stream().map(BillingServer.Billed::more))
                .contains(
                        Map.of("model", "m-1", "provider", "acme", "operation", "chat", "tokens_source", "counted"),
                        Map.of("plan", "gold \"é\"", "model", "m-1"));
    }

    @Test
    void whatIsOlderThanTheWindowIsHeldUntilTheRiskIsTaken() {
        Instant yesterday = Instant.now().minus(Duration.ofHours(25));
        List<UsageEvent> events =
                List.of(Usage.of(1, "cus_1", yesterday, "\"items\":2"), Usage.of(2), Usage.manifest(3));
        List<Refused> held = deliver(events);
        assertThat(held).hasSize(1);
        assertThat(held.get(0).event().sequence()).isEqualTo(1);
        assertThat(held.get(0).answer())
                .contains("older than 1d")
                .contains("exporter.bill.window")
                .contains("--accept-window-risk");
        assertThat(server.billed).hasSize(2);
        assertThat(deliver(events, "window", "32d")).isEmpty();
        assertThat(deliver(List.of(events.get(0)), "window", "none")).isEmpty();
        assertThat(server.billed).hasSize(3);
    }

    @Test
    void aWrongTokenIsToldAndNothingIsRefused() {
        assertThat(failure(Usage.all(1, 3), "token", "om_other"))
                .contains("it answers 401")
                .endsWith("(look at exporter.bill.token)");
        assertThat(server.billed).isEmpty();
    }
}
