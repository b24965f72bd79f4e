package io.meterweave.exporter.http.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meterweave.exporter.http.billing.BillingServer.Billed;
import io.meterweave.exporter.http.billing.BillingServer.Fault;
import io.meterweave.ship.Refused;
import io.meterweave.spi.UsageEvent;
import io.meterweave.spi.UsageExporter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What holds for each billing system, by its own rule of what is the same event. */
abstract class BillingSystemTest<S extends BillingServer> extends TargetTest<S> {
    static final String METERS = "input_tokens:tokens_in,output_tokens:tokens_out,items:rows";

    @Override
    UsageExporter exporter(String... more) {
        String[] all = Arrays.copyOf(more, more.length + 2);
        boolean given = Arrays.asList(more).contains("meters");
        all[more.length] = given ? "type" : "meters";
        all[more.length + 1] = given ? "http" : METERS;
        return super.exporter(all);
    }

    /** What an exporter that is tried once says. */
    String failure(List<UsageEvent> events, String... more) {
        try (UsageExporter exporter = exporter(more)) {
            List<String> said = new ArrayList<>();
            assertThatThrownBy(() -> exporter.export(events)).satisfies(e -> said.add(e.getMessage()));
            return said.get(0);
        }
    }

    /** How many events each request held, in a field of that name. */
    List<Integer> sizes(String field) throws IOException {
        List<Integer> sizes = new ArrayList<>();
        for (BillingServer.Call call : server.calls) {
            sizes.add(BillingServer.JSON.readTree(call.body()).get(field).size());
        }
        return sizes;
    }

    void assertBilled(long from, long to) {
        assertBilled(Usage.EPOCH, from, to);
    }

    @Override
    void assertBilled(String epoch, long from, long to) {
        assertThat(server.billed).hasSize((int) (2 * (to - from + 1)));
        Map<String, Billed> byId = new HashMap<>();
        server.billed.values().forEach(each -> byId.put(each.id(), each));
        for (long i = from; i <= to; i++) {
            assertBilled(byId, epoch + "." + i + "-input_tokens", "tokens_in", i, 3 * i);
            assertBilled(byId, epoch + "." + i + "-output_tokens", "tokens_out", i, i);
        }
    }

    private void assertBilled(Map<String, Billed> byId, String id, String meter, long i, long value) {
        Billed found = byId.get(id);
        assertThat(found).as(id).isNotNull();
        assertThat(found.meter()).isEqualTo(meter);
        assertThat(found.customer()).isEqualTo("cus_" + i % 7);
        assertThat(found.value()).isEqualTo(value);
        assertThat(Duration.between(Usage.NOW, found.time())).isBetween(Duration.ZERO, Duration.ofMillis(124));
    }

    @Test
    void eachQuantityIsBilledOnce() {
        assertThat(deliver(Usage.all(1, 130))).isEmpty();
        assertBilled(1, 130);
        assertThat(complaints).isEmpty();
    }

    @Test
    void aRepetitionHasTheSameBytes() {
        server.faults.add(Fault.DIES_BEFORE);
        deliver(Usage.all(1, 1));
        deliver(Usage.all(1, 1));
        assertThat(server.calls.get(1).body()).isEqualTo(server.calls.get(0).body());
    }

    @Test
    void whatIsUnknownMakesNoEventAndZeroMakesOne() {
        UsageEvent zero = Usage.of(1, "cus_1", Usage.NOW, "\"output_tokens\":0,\"wall_time_ns\":5");
        UsageEvent none = Usage.of(2, "cus_1", Usage.NOW, "\"wall_time_ns\":5");
        assertThat(deliver(List.of(zero, none, Usage.manifest(3)))).isEmpty();
        assertThat(server.billed.values())
                .extracting(Billed::id, Billed::value)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Usage.EPOCH + ".1-output_tokens", 0L));
        assertThat(deliver(List.of(none, Usage.manifest(3)))).isEmpty();
        assertThat(server.calls).hasSize(1);
    }

    @Test
    void whatNamesNobodyIsRefusedUnlessItIsSaidWhatToDo() {
        List<UsageEvent> events = List.of(Usage.of(1), Usage.of(2, null), Usage.of(3));
        List<Refused> refused = deliver(events);
        assertThat(refused).hasSize(1);
        assertThat(refused.get(0).event().sequence()).isEqualTo(2);
        assertThat(refused.get(0).answer()).contains("no subject").contains("exporter.bill.unattributed");
        assertThat(server.billed).hasSize(4);
        assertThat(deliver(events, "unattributed", "skip")).isEmpty();
        assertThat(server.billed).hasSize(4);
        assertThat(deliver(events, "unattributed", "customer:cus_house")).isEmpty();
        assertThat(server.billed).hasSize(6);
        assertThat(server.billed.values()).extracting(Billed::customer).contains("cus_house");
    }

    /** One customer is not known: its records are refused, and no other. */
    List<Refused> deliverSomeBad() {
        List<UsageEvent> events = new ArrayList<>(Usage.all(1, 9));
        events.set(3, Usage.of(4, "bad_1"));
        events.set(7, Usage.of(8, "bad_2"));
        List<Refused> refused = deliver(events);
        assertThat(refused).extracting(each -> each.event().sequence()).containsExactly(4L, 8L);
        assertThat(server.billed).hasSize(14);
        return refused;
    }

    @Test
    void aMappingThatIsNoneIsToldBeforeAnythingIsSent() {
        assertThatThrownBy(() -> exporter("meters", "tokens:tokens_in"))
                .hasMessageStartingWith("exporter.bill.meters=tokens:tokens_in: allowed is <quantity>:<meter>");
        assertThatThrownBy(() -> exporter("dialect", "lagoon"))
                .hasMessageContaining("exporter.bill.dialect=lagoon: allowed is cloudevents, openmeter, lago");
        assertThat(server.calls).isEmpty();
    }
}
