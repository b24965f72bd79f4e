package io.meterweave.exporter.http.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meterweave.ship.Refused;
import io.meterweave.spi.UsageEvent;
import io.meterweave.spi.UsageExporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class M3terTest extends BillingSystemTest<M3terServer> {
    @Override
    M3terServer start() throws Exception {
        return new M3terServer();
    }

    @Override
    Map<String, String> options() {
        try {
            Path secret = Files.writeString(temp.resolve("secret"), server.secret + "\n");
            return Map.of(
                    "dialect",
                    "m3ter",
                    "token.url",
                    server.url("/oauth/token"),
                    "client.id",
                    "key-1",
                    "client.secret.file",
                    secret.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    String held() {
        return "35d";
    }

    @Override
    List<Mistake> mistakes() throws IOException {
        return List.of(
                new Mistake("client.id", "client.id", "key-2"),
                new Mistake(
                        "client.secret.file",
                        "client.secret.file",
                        Files.writeString(temp.resolve("wrong"), WRONG).toString()),
                new Mistake(
                        "client.secret.file",
                        "client.secret.file",
                        temp.resolve("none").toString()),
                new Mistake("token.url", "token.url", server.url("/oauth/tokens")),
                new Mistake("token.url", "token.url", "http://no-such-host.invalid/oauth/token"),
                new Mistake("url", "url", server.url("/organizations/org-2/measurements")));
    }

    @Test
    void whatIsRefusedIsFound() {
        assertThat(deliverSomeBad().get(0).answer())
                .contains("tokens_in: HTTP 400")
                .contains("invalid account");
    }

    @Test
    void oneTokenIsUsedUntilItIsNotKnown() throws Exception {
        try (UsageExporter exporter = exporter()) {
            exporter.export(Usage.all(1, 2));
            exporter.export(Usage.all(3, 4));
            assertThat(server.tokens).isEqualTo(1);
            server.forgetToken();
            exporter.export(Usage.all(5, 6));
            assertThat(server.tokens).isEqualTo(2);
        }
        assertBilled(1, 6);
        assertThat(server.calls).hasSize(4);
    }

    @Test
    void aTokenThatIsAboutToExpireIsReplaced() throws Exception {
        server.expiresIn = 60;
        try (UsageExporter exporter = exporter()) {
            exporter.export(Usage.all(1, 2));
            exporter.export(Usage.all(3, 4));
        }
        assertThat(server.tokens).isEqualTo(2);
        assertBilled(1, 4);
    }

    @Test
    void requestsStayBelowHalfAMegabyte() {
        List<UsageEvent> events = Usage.all(1, 1_400);
        assertThat(deliver(events, "batch.events", "1000", "dimensions", "plan,model,provider,operation,tokens_source"))
                .isEmpty();
        assertBilled(1, 1_400);
        assertThat(server.calls).hasSizeGreaterThan(2);
        assertThatThrownBy(() -> exporter("batch.bytes", "512000B"))
                .hasMessageContaining("exporter.bill.batch.bytes=512000B");
    }

    @Test
    void aRequestHoldsAThousandMeasurementsAndNoMore() throws Exception {
        assertThat(deliver(Usage.all(1, 501), "batch.events", "1000")).isEmpty();
        assertThat(sizes("measurements")).containsExactly(1_000, 2);
        assertThatThrownBy(() -> exporter("batch.events", "1001"))
                .hasMessageContaining("exporter.bill.batch.events=1001: allowed is a number from 1 to 1000");
    }

    @Test
    void aRequestIsOneByteShortOfTheLimitAtTheMost() {
        deliver(pair(1));
        int left = 511_999 - server.calls.get(0).body().length;
        deliver(pair(1 + left), "batch.bytes", "511999B");
        assertThat(server.calls).hasSize(2);
        assertThat(server.calls.get(1).body()).hasSize(511_999);
        deliver(pair(2 + left), "batch.bytes", "511999B");
        assertThat(server.calls).hasSize(4);
    }

    /** Of which the second has an account of so many letters. */
    private static List<UsageEvent> pair(int letters) {
        return List.of(
                Usage.of(1, "cus_1", Usage.NOW, "\"items\":1"),
                Usage.of(2, "c".repeat(letters), Usage.NOW, "\"items\":1"));
    }

    @Test
    void whatFloatingPointCannotHoldIsRefused() {
        List<Refused> refused = deliver(List.of(
                Usage.of(1, "cus_1", Usage.NOW, "\"items\":9007199254740992"),
                Usage.of(2, "cus_1", Usage.NOW, "\"items\":9007199254740993")));
        assertThat(refused).extracting(each -> each.event().sequence()).containsExactly(2L);
        assertThat(server.billed.values())
                .extracting(BillingServer.Billed::value)
                .containsExactly(9_007_199_254_740_992L);
    }

    @Test
    void wrongCredentialsAreToldWithoutThem() throws Exception {
        Path wrong = Files.writeString(temp.resolve("wrong"), "wr0ng-secret");
        assertThat(failure(Usage.all(1, 1), "client.secret.file", wrong.toString()))
                .contains("/oauth/token: it answers 401")
                .endsWith("(look at exporter.bill.client.id, exporter.bill.client.secret.file)")
                .doesNotContain("wr0ng");
        server.secret = "other";
        assertThat(failure(Usage.all(1, 1), "client.secret.file", wrong.toString()))
                .doesNotContain("wr0ng");
        assertThat(server.billed).isEmpty();
    }

    @Test
    void anotherOrganizationIsToldOfItsUrl() {
        assertThat(failure(Usage.all(1, 1), "url", server.url("/organizations/org-2/measurements")))
                .contains("it answers 403")
                .endsWith("(look at exporter.bill.client.id, exporter.bill.url)");
        assertThatThrownBy(() -> exporter("token", "x")).hasMessageContaining("exporter.bill.token");
    }

    @Test
    void onlyAnAnswerThatSaysSoAcknowledges() {
        server.result = "queued";
        assertThat(failure(Usage.all(1, 1))).contains("it answers 200, but not that it has accepted");
    }
}
