package io.meterweave.exporter.pubsub;

import io.meterweave.spi.ExporterFactory;
import io.meterweave.spi.ExporterOption;
import io.meterweave.spi.ExporterSettings;
import io.meterweave.spi.UsageExporter;
import java.util.List;

/** Makes exporters of type {@code pubsub}. */
public final class PubSubExporterFactory implements ExporterFactory {
    @Override
    public String type() {
        return "pubsub";
    }

    @Override
    public List<ExporterOption> options() {
        return PubSubExporterOptions.ALL;
    }

    @Override
    public UsageExporter create(ExporterSettings settings) {
        return new PubSubExporter(PubSubExporterConfig.of(settings));
    }
}
