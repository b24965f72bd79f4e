package io.meterweave.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Under OpenTelemetry's agent, which exports to a process that counts. */
final class OpenTelemetryRig implements Rig {
    private final Place place;
    private final SpanSinkProcess sink;

    /**
     * Starts the process.
     *
     * @param told what a span has to hold to be counted
     */
    OpenTelemetryRig(Place place, String told) throws IOException {
        this.place = place;
        this.sink = SpanSinkProcess.start(java(), classPath(), told);
    }

    @Override
    public String java() {
        return place.jdk().java();
    }

    @Override
    public List<String> arguments() {
        return List.of(
                "-javaagent:" + place.target().resolve("opentelemetry-javaagent.jar"),
                "-Dotel.exporter.otlp.endpoint=" + sink.endpoint(),
                "-Dotel.exporter.otlp.protocol=http/protobuf",
                "-Dotel.metrics.exporter=none",
                "-Dotel.logs.exporter=none",
                // So that as few as possible are dropped: by default the queue holds 2,048.
                "-Dotel.bsp.max.queue.size=65536",
                "-Dotel.bsp.max.export.batch.size=2048",
                "-Dotel.bsp.schedule.delay=200");
    }

    @Override
    public String classPath() {
        return place.stub();
    }

    @Override
    public Arrivals arrivals(Map<String, Long> told) throws IOException, InterruptedException {
        return new Arrivals(sink.spans(), 0);
    }

    @Override
    public void close() throws IOException {
        sink.close();
    }
}
