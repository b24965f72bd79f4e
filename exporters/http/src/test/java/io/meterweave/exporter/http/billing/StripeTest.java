package io.meterweave.exporter.http.billing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.stripe.model.billing.MeterEvent;
import com.stripe.net.ApiResource;
import com.stripe.param.billing.MeterEventCreateParams;
import io.meterweave.record.Quantity;
import io.meterweave.ship.Refused;
import io.meterweave.spi.UsageEvent;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StripeTest extends BillingSystemTest<StripeServer> {
    @Override
    StripeServer start() throws Exception {
        return new StripeServer();
    }

    @Override
    Map<String, String> options() {
        return Map.of("dialect", "stripe", "token", "sk_test_1");
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
                        temp.resolve("none").toString()),
                new Mistake("meters", "meters", "input_tokens:no_such_meter"));
    }

    /** Stripe takes nothing older than 35 days: that stays a dead letter. */
    @Override
    void assertReleased(List<Refused> refused) {
        assertThat(refused)
                .hasSize(5)
                .allSatisfy(each -> assertThat(each.answer()).contains("timestamp_too_far_in_past"));
        assertThat(sequences()).containsExactly(6L, 7L, 8L);
    }

    @Test
    void whatIsRefusedIsFound() {
        List<Refused> refused = deliverSomeBad();
        assertThat(refused.get(0).answer())
                .isEqualTo("tokens_in: HTTP 400: No such customer: 'bad_1' (resource_missing); "
                        + "tokens_out: HTTP 400: No such customer: 'bad_1' (resource_missing)");
    }

    @Test
    void whatIsTakenOfARefusedRecordIsTold() {
        List<Refused> refused = deliver(
                List.of(Usage.of(1, "cus_1", Usage.NOW, "\"input_tokens\":" + "9".repeat(16) + ",\"items\":1")));
        assertThat(refused).hasSize(1);
        assertThat(refused.get(0).answer()).startsWith("taken: rows; tokens_in: HTTP 400: payload[value] has too many");
        assertThat(server.billed).hasSize(1);
    }

    @Test
    void aMeterThatIsNotThereHoldsUsageUpAndRefusesNone() {
        server.meters.remove("tokens_out");
        assertThat(failure(Usage.all(1, 3)))
                .contains("No active meter found for event name \"tokens_out\"")
                .endsWith("(look at exporter.bill.meters)");
        server.meters.add("tokens_out");
        assertThat(deliver(Usage.all(1, 3))).isEmpty();
        assertBilled(1, 3);
    }

    /** What the target has forgotten is held, so that nothing is billed twice. */
    @Test
    void whatIsOlderThanADayIsHeld() {
        List<UsageEvent> events = List.of(
                Usage.of(1, "cus_1", Instant.now().minus(Duration.ofHours(23)), "\"items\":2"),
                Usage.of(2, "cus_1", Instant.now().minus(Duration.ofHours(25)), "\"items\":2"),
                Usage.of(3, "cus_1", Instant.now().minus(Duration.ofDays(36)), "\"items\":2"));
        assertThat(deliver(events))
                .extracting(refused -> refused.event().sequence())
                .containsExactly(2L, 3L);
        List<Refused> refused = deliver(events, "window", "none");
        assertThat(refused).hasSize(1);
        assertThat(refused.get(0).answer()).contains("timestamp_too_far_in_past");
        assertThat(server.billed).hasSize(2);
    }

    /** A hundred characters and fifteen digits are taken. */
    @Test
    void theLongestIdAndTheLargestNumberAreTaken() {
        String quantities = Quantity.ALL.stream()
                .map(each -> "\"" + each.field() + "\":999999999999999")
                .collect(Collectors.joining(","));
        String meters =
                Quantity.ALL.stream().map(each -> each.field() + ":rows").collect(Collectors.joining(","));
        UsageEvent event = Usage.of(Long.MAX_VALUE, "cus_1", Usage.NOW, quantities);
        assertThat(deliver(List.of(event), "meters", meters)).isEmpty();
        assertThat(server.billed).hasSize(Quantity.ALL.size());
        assertThat(server.calls).hasSize(Quantity.ALL.size());
    }

    @Test
    void aFutureTimeIsWaitedFor() {
        UsageEvent early = Usage.of(1, "cus_1", Instant.now().plus(Duration.ofMinutes(7)), "\"items\":2");
        assertThat(failure(List.of(early))).contains("Is this machine's clock right?");
    }

    /** The form says to Stripe's own types what it was made of, and these make the same form of it. */
    @Test
    void stripesOwnTypesReadWhatIsSent() {
        deliver(List.of(Usage.of(7)), "meters", "input_tokens:tokens_in");
        Map<String, String> form = new TreeMap<>();
        JsonObject event = new JsonObject();
        JsonObject payload = new JsonObject();
        for (String pair : server.calls.get(0).text().split("&")) {
            String[] sides = pair.split("=");
            String name = URLDecoder.decode(sides[0], UTF_8);
            String value = URLDecoder.decode(sides[1], UTF_8);
            form.put(name, value);
            if (name.startsWith("payload[")) {
                payload.addProperty(name.substring(8, name.length() - 1), value);
            } else {
                event.addProperty(name, value);
            }
        }
        event.add("payload", payload);
        MeterEvent read = ApiResource.GSON.fromJson(new Gson().toJson(event), MeterEvent.class);
        MeterEventCreateParams params = MeterEventCreateParams.builder()
                .setEventName(read.getEventName())
                .setIdentifier(read.getIdentifier())
                .setTimestamp(read.getTimestamp())
                .putAllPayload(read.getPayload())
                .build();
        assertThat(read.getTimestamp()).isEqualTo(Usage.NOW.getEpochSecond());
        assertThat(flat(params.toMap())).isEqualTo(form);
        assertThat(URLEncoder.encode(read.getIdentifier(), UTF_8)).isEqualTo(read.getIdentifier());
    }

    private static Map<String, String> flat(Map<String, Object> params) {
        Map<String, String> flat = new TreeMap<>();
        params.forEach((name, value) -> {
            if (value instanceof Map<?, ?> nested) {
                nested.forEach((key, each) -> flat.put(name + "[" + key + "]", String.valueOf(each)));
            } else {
                flat.put(name, String.valueOf(value));
            }
        });
        return flat;
    }
}
