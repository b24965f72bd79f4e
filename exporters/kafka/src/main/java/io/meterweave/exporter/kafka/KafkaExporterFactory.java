package io.meterweave.exporter.kafka;

import io.meterweave.spi.ExporterFactory;
import io.meterweave.spi.ExporterOption;
import io.meterweave.spi.ExporterSettings;
import io.meterweave.spi.UsageExporter;
import java.util.List;

/** Makes exporters of type {@code kafka}. */
public final class KafkaExporterFactory implements ExporterFactory {
    @Override
    public String type() {
        return "kafka";
    }

    @Override
    public List<ExporterOption> options() {
        return KafkaExporterOptions.ALL;
    }

    @Override
    public UsageExporter create(ExporterSettings settings) {
        return new KafkaExporter(KafkaExporterConfig.of(settings));
    }
}
