package io.meterweave.example.jdbc;

import io.meterweave.spi.ExporterFactory;
import io.meterweave.spi.ExporterOption;
import io.meterweave.spi.ExporterSettings;
import io.meterweave.spi.UsageExporter;
import java.util.List;

/** Makes exporters of type {@code jdbc}. */
public final class JdbcExporterFactory implements ExporterFactory {
    @Override
    public String type() {
        return "jdbc";
    }

    @Override
    public List<ExporterOption> options() {
        return JdbcSettings.OPTIONS;
    }

    @Override
    public UsageExporter create(ExporterSettings settings) {
        return new JdbcExporter(JdbcSettings.of(settings));
    }
}
