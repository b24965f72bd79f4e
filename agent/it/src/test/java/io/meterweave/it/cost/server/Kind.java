package io.meterweave.it.cost.server;

import io.meterweave.it.Dump;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Libraries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the server runs under, and how many requests it says that it has seen. */
enum Kind {
    NO_AGENT("no agent") {
        @Override
        Launch launch(Launch server, SpanSink sink) {
            return server;
        }

        @Override
        long counted(Jdk jdk, Exit exit, long spans) {
            return spans + (Files.exists(usage(exit)) ? 1 : 0);
        }

        @Override
        boolean isActive(long answered, long counted) {
            return counted == 0;
        }
    },
    METERWEAVE("meterweave") {
        @Override
        Launch launch(Launch server, SpanSink sink) {
            return server.agent(
                    "service=embedding-server",
                    "subject.from=header:X-Tenant",
                    "attributes.from=request_id:X-Request-Id",
                    "exporters=http",
                    "exporter.http.url=" + sink.endpoint() + "/usage");
        }

        @Override
        long counted(Jdk jdk, Exit exit, long spans) {
            // Once each, and told whom it is for and how much: half an agent is not this one.
            Set<String> ids = new HashSet<>();
            Dump.stream(jdk, usage(exit), event -> {
                if (event.usage() && !event.subject().isEmpty() && event.has("input_tokens")) {
                    ids.add(event.id());
                }
            });
            return ids.size();
        }

        @Override
        boolean isActive(long answered, long counted) {
            return counted == answered;
        }
    },
    OPENTELEMETRY("opentelemetry") {
        @Override
        Launch launch(Launch server, SpanSink sink) {
            return server.agent(Libraries.openTelemetryAgent())
                    .env("OTEL_SERVICE_NAME", "embedding-server")
                    .env("OTEL_EXPORTER_OTLP_ENDPOINT", sink.endpoint())
                    .env("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
                    .env("OTEL_METRICS_EXPORTER", "none")
                    .env("OTEL_LOGS_EXPORTER", "none");
        }

        @Override
        long counted(Jdk jdk, Exit exit, long spans) {
            return spans;
        }

        @Override
        boolean isActive(long answered, long counted) {
            return counted > 0;
        }
    };

    private final String label;

    Kind(String label) {
        this.label = label;
    }

    /** Adds the agent to the server's command. */
    abstract Launch launch(Launch server, SpanSink sink);

    /**
     * The requests that the agent has left something of: records in the journal, or spans.
     *
     * @param exit the server's
     * @param spans received from it
     */
    abstract long counted(Jdk jdk, Exit exit, long spans);

    /** Whether as many are counted as shows that the agent was there, or that none was. */
    abstract boolean isActive(long answered, long counted);

    /** The kinds in the order of a round, from 0: each of the six orders comes once in six rounds. */
    static List<Kind> order(int round) {
        List<Kind> kinds = new ArrayList<>(List.of(values()));
        Collections.rotate(kinds, -round);
        if (round / kinds.size() % 2 == 1) {
            Collections.reverse(kinds);
        }
        return kinds;
    }

    private static Path usage(Exit exit) {
        return exit.work().resolve("meterweave");
    }

    @Override
    public String toString() {
        return label;
    }
}
