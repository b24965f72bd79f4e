package io.meterweave.exporter.pubsub;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.meterweave.contract.Arrival;
import io.meterweave.contract.ContractTarget;
import io.meterweave.contract.ExporterContract;
import io.meterweave.contract.Fault;
import io.meterweave.contract.NetworkTarget;
import io.meterweave.spi.ExporterFactory;
import io.meterweave.spi.UsageEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every exporter holds to, on the stand-in for the service, with a service account's key. */
@Timeout(60)
class PubSubContractTest implements ExporterContract {
    @TempDir
    static Path temp;

    private static ServiceAccount account;
    private static Path key;

    @Override
    public ExporterFactory factory() {
        return new PubSubExporterFactory();
    }

    @Override
    public ContractTarget target() throws Exception {
        if (account == null) {
            account = new ServiceAccount();
            key = account.write(temp.resolve("key.json"), "http://127.0.0.1:1/token");
        }
        return new Service(new FakePubSub(), account, key);
    }

    private static final class Service extends NetworkTarget {
        private final FakePubSub service;
        private final ServiceAccount account;
        private final Path key;

        Service(FakePubSub service, ServiceAccount account, Path key) throws IOException {
            super(service.port(), "HTTP/1.1 200 OK\r\n\r\n{\"messageIds\":[\"".getBytes(US_ASCII));
            this.service = service;
            this.account = account;
            this.key = key;
            service.guard = account::signed;
        }

        @Override
        public Map<String, String> options() {
            return Map.of(
                    "topic",
                    FakePubSub.TOPIC,
                    "endpoint",
                    "http://127.0.0.1:" + port(),
                    "credentials.file",
                    key.toString(),
                    "ordering",
                    "subject",
                    "timeout",
                    "600ms",
                    "connect.timeout",
                    "600ms");
        }

        @Override
        public Set<Fault> faults() {
            return EnumSet.allOf(Fault.class);
        }

        @Override
        public void begin(Fault fault) throws Exception {
            mend();
            if (fault == Fault.FAILS || fault == Fault.ECHOES) {
                service.usual = exchange -> {
                    String quoted =
                            fault == Fault.ECHOES ? exchange.getRequestHeaders().getFirst("Authorization") : "";
                    FakePubSub.answer(exchange, 403, FakePubSub.error(403, "PERMISSION_DENIED", "not " + quoted));
                };
            } else {
                super.begin(fault);
            }
        }

        @Override
        public void mend() throws Exception {
            service.usual = null;
            super.mend();
        }

        @Override
        public UsageEvent refused(UsageEvent event) {
            service.refused.add(event.id());
            return event;
        }

        @Override
        public List<Arrival> arrivals() {
            List<Arrival> arrivals = new ArrayList<>();
            service.messages()
                    .forEach(message -> arrivals.add(new Arrival(
                            message.getAttributesOrThrow("ce-id"),
                            (new TreeMap<>(message.getAttributesMap())
                                            + message.getOrderingKey()
                                            + message.getData().toStringUtf8())
                                    .getBytes(java.nio.charset.StandardCharsets.UTF_8))));
            return arrivals;
        }

        /** The key, and every token that was signed with it. */
        @Override
        public Set<String> secrets() {
            Set<String> secrets = new HashSet<>(Set.of(account.secret()));
            service.received()
                    .forEach(request ->
                            secrets.add(request.headers().get("Authorization").replace("Bearer ", "")));
            return secrets;
        }

        @Override
        public Map<String, String> wrongOptions() {
            return Map.of("topic", "usage", "mode", "both", "batch.events", "1001", "timeout", "99ms", "gzip", "no");
        }

        @Override
        public boolean isForeign(Thread thread) {
            return thread.getName().matches("(HTTP-Dispatcher|OkHttp TaskRunner|Okio Watchdog|idle-timeout-task).*");
        }

        @Override
        public void close() throws IOException {
            super.close();
            service.close();
        }
    }
}
