package io.meterweave.exporter.http.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meterweave.ship.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With the Postgres store, which refuses what it knows. */
class LagoTest extends BillingSystemTest<LagoServer> {
    @Override
    LagoServer start() throws Exception {
        return new LagoServer(false);
    }

    @Override
    Map<String, String> options() {
        return Map.of("dialect", "lago", "token", "lago_key");
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
                new Mistake(
                        "token.file",
                        "token",
                        null,
                        "token.file",
                        temp.resolve("none").toString()),
                new Mistake("meters", "meters", "input_tokens:no_such_metric"));
    }

    @Test
    void whatIsRefusedIsNamedByItsPlaceAndTheOthersAreTaken() {
        List<Refused> refused = deliverSomeBad();
        assertThat(refused.get(0).answer())
                .contains("tokens_in: HTTP 422 for event 6 of the request")
                .contains("value_is_invalid");
        // The first request names both; the second has the others.
        assertThat(server.calls).hasSize(2);
    }

    @Test
    void whatIsKnownIsLeftOutAndTheRestSentAtOnce() {
        deliver(Usage.all(1, 20));
        assertThat(deliver(Usage.all(10, 40))).isEmpty();
        assertBilled(1, 40);
        assertThat(complaints).isEmpty();
        assertThat(server.calls).hasSize(3);
        assertThat(deliver(Usage.all(1, 40))).isEmpty();
        assertThat(server.calls).hasSize(4);
    }

    @Test
    void aMetricThatIsNotThereHoldsUsageUpAndRefusesNone() {
        server.metrics.remove("tokens_out");
        assertThat(failure(Usage.all(1, 3))).contains("metric_not_found").endsWith("(look at exporter.bill.meters)");
        server.metrics.add("tokens_out");
        assertThat(deliver(Usage.all(1, 3))).isEmpty();
        assertBilled(1, 3);
    }

    @Test
    void aRequestHoldsAHundredEventsAndNoMore() throws Exception {
        assertThat(deliver(Usage.all(1, 201), "meters", "input_tokens:tokens_in"))
                .isEmpty();
        assertThat(sizes("events")).containsExactly(100, 100, 1);
    }

    @Test
    void aServerThatTakesLessIsToldApart() {
        server.most = 20;
        assertThat(failure(Usage.all(1, 15))).endsWith("(look at exporter.bill.batch.events)");
        assertThat(deliver(Usage.all(1, 15), "batch.events", "20")).isEmpty();
        assertBilled(1, 15);
        assertThatThrownBy(() -> exporter("batch.events", "101"))
                .hasMessageContaining("exporter.bill.batch.events=101: allowed is a number from 1 to 100");
    }

    @Test
    void aWrongTokenIsToldAndNothingIsRefused() {
        assertThat(failure(Usage.all(1, 3), "token", "other"))
                .contains("it answers 401")
                .endsWith("(look at exporter.bill.token)");
        assertThat(server.billed).isEmpty();
    }
}
