package io.meterweave.exporter.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.meterweave.contract.Arrival;
import io.meterweave.contract.ContractTarget;
import io.meterweave.contract.ExporterContract;
import io.meterweave.contract.Fault;
import io.meterweave.contract.NetworkTarget;
import io.meterweave.spi.ExporterFactory;
import io.meterweave.spi.UsageEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Timeout;

/** What every exporter holds to, on an HTTP server that takes CloudEvents. */
@Timeout(60)
class HttpContractTest implements ExporterContract {
    private static final String TOKEN = "t0ken-of-the-contract";
    private static final String KEY = "k3y-of-the-contract";

    @Override
    public ExporterFactory factory() {
        return new HttpExporterFactory();
    }

    @Override
    public ContractTarget target() throws IOException {
        return new Server(new Target());
    }

    private static final class Server extends NetworkTarget {
        private final Target server;
        private final List<Arrival> arrivals = Collections.synchronizedList(new ArrayList<>());
        private final Set<String> refused = new HashSet<>();
        private volatile Fault fault;

        Server(Target server) throws IOException {
            // A status alone accepts: what never ends has to be before the head's end.
            super(server.port(), "HTTP/1.1 200 OK\r\nX: ".getBytes(US_ASCII));
            this.server = server;
            server.usual(this::answer);
        }

        private void answer(HttpExchange exchange, Target.Received received) throws IOException {
            JsonNode events = new ObjectMapper().readTree(received.body());
            List<Arrival> taken = new ArrayList<>();
            boolean refuses = false;
            for (JsonNode event : events) {
                String id = event.get("id").asText();
                refuses |= refused.contains(id);
                taken.add(new Arrival(id, event.toString().getBytes(UTF_8)));
            }
            if (fault != null) {
                String quoted = received.headers() + "";
                say(exchange, 403, fault == Fault.ECHOES ? "no: " + quoted : "no");
            } else if (refuses) {
                say(exchange, 422, "one of them is bad, and you are " + received.header("Authorization"));
            } else {
                arrivals.addAll(taken);
                exchange.sendResponseHeaders(204, -1);
            }
        }

        private static void say(HttpExchange exchange, int status, String text) throws IOException {
            byte[] bytes = text.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }

        @Override
        public Map<String, String> options() {
            return Map.of(
                    "url",
                    "http://127.0.0.1:" + port() + "/events",
                    "token",
                    TOKEN,
                    "header.X-Key",
                    KEY,
                    "timeout",
                    "600ms",
                    "connect.timeout",
                    "600ms",
                    "batch.events",
                    "100");
        }

        @Override
        public Set<Fault> faults() {
            return EnumSet.allOf(Fault.class);
        }

        @Override
        public void begin(Fault beginning) throws Exception {
            mend();
            if (beginning == Fault.FAILS || beginning == Fault.ECHOES) {
                fault = beginning;
            } else {
                super.begin(beginning);
            }
        }

        @Override
        public void mend() throws Exception {
            fault = null;
            super.mend();
        }

        @Override
        public UsageEvent refused(UsageEvent event) {
            refused.add(event.id());
            return event;
        }

        @Override
        public List<Arrival> arrivals() {
            return List.copyOf(arrivals);
        }

        @Override
        public Set<String> secrets() {
            return Set.of(TOKEN, KEY);
        }

        @Override
        public Map<String, String> wrongOptions() {
            return Map.of("url", "ftp://hub", "batch.events", "0", "timeout", "99ms", "gzip", "maybe", "dialect", "x");
        }

        @Override
        public boolean isForeign(Thread thread) {
            return thread.getName().matches("(HTTP-Dispatcher|OkHttp TaskRunner|Okio Watchdog|idle-timeout-task).*");
        }

        @Override
        public void close() throws IOException {
            super.close();
            server.close();
        }
    }
}
