package io.meterweave.cli;

import io.meterweave.spi.ExportException;
import io.meterweave.spi.ExporterFactory;
import io.meterweave.spi.ExporterSettings;
import io.meterweave.spi.RefusedException;
import io.meterweave.spi.UsageEvent;
import io.meterweave.spi.UsageExporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * Exporters of type {@code target}, which write what they accept to the file {@code log}. They refuse events that hold the
 * text {@code refuse}, saying which unless {@code unnamed}; are {@code away}; or, where a batch has an event of the epoch
 * {@code hold}, say so on standard output and go on when standard input has something. They take nothing while the gate
 * {@code gate} is shut, and fail where a batch has more than {@code most} events.
 */
public final class TestTarget implements ExporterFactory {
    /** Gates, by name: shut until they are counted down. */
    public static final Map<String, CountDownLatch> GATES = new ConcurrentHashMap<>();

    @Override
    public String type() {
        return "target";
    }

    @Override
    public UsageExporter create(ExporterSettings settings) {
        Map<String, String> options = settings.options();
        if (!options.containsKey("log")) {
            throw new IllegalArgumentException("exporter." + settings.name() + ".log is missing: allowed is a path");
        }
        return new Target(options);
    }

    private record Target(Map<String, String> options) implements UsageExporter {
        @Override
        public void export(List<UsageEvent> batch) throws ExportException {
            try {
                CountDownLatch gate = GATES.get(options.getOrDefault("gate", ""));
                if (gate != null) {
                    gate.await();
                }
                hold(batch);
                if (options.containsKey("away")
                        || batch.size() > Integer.parseInt(options.getOrDefault("most", "1000000"))) {
                    throw new ExportException("target is away", new IOException());
                }
                refuse(batch);
                ByteArrayOutputStream lines = new ByteArrayOutputStream();
                for (UsageEvent event : batch) {
                    lines.write(event.json());
                    lines.write('\n');
                }
                Files.write(
                        Path.of(options.get("log")),
                        lines.toByteArray(),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException | InterruptedException e) {
                throw new ExportException("log", e);
            }
        }

        private void hold(List<UsageEvent> batch) throws IOException {
            String epoch = options.get("hold");
            if (batch.stream().anyMatch(event -> event.epoch().equals(epoch))) {
                System.out.println("holding");
                System.out.flush();
                int unused = System.in.read();
            }
        }

        private void refuse(List<UsageEvent> batch) throws RefusedException {
            String text = options.get("refuse");
            List<RefusedException.Refusal> refusals = new ArrayList<>();
            for (int i = 0; text != null && i < batch.size(); i++) {
                if (new String(batch.get(i).json(), StandardCharsets.UTF_8).contains(text)) {
                    refusals.add(new RefusedException.Refusal(i, "we do not know " + text));
                }
            }
            if (!refusals.isEmpty()) {
                throw options.containsKey("unnamed")
                        ? new RefusedException("somebody is unknown")
                        : new RefusedException(refusals);
            }
        }

        @Override
        public void close() {}
    }
}
