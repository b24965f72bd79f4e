package io.meterweave.exporter.http;

import io.meterweave.spi.ExporterFactory;
import io.meterweave.spi.ExporterOption;
import io.meterweave.spi.ExporterSettings;
import io.meterweave.spi.UsageExporter;
import java.util.List;

/** Makes exporters of type {@code http}. */
public final class HttpExporterFactory implements ExporterFactory {
    @Override
    public String type() {
        return "http";
    }

    @Override
    public List<ExporterOption> options() {
        return HttpExporterOptions.ALL;
    }

    @Override
    public UsageExporter create(ExporterSettings settings) {
        return new HttpExporter(HttpExporterConfig.of(settings));
    }
}
