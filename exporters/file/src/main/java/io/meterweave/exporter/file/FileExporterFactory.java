package io.meterweave.exporter.file;

import io.meterweave.spi.ExporterFactory;
import io.meterweave.spi.ExporterOption;
import io.meterweave.spi.ExporterSettings;
import io.meterweave.spi.UsageExporter;
import java.util.List;

/** Makes exporters of type {@code file}. */
public final class FileExporterFactory implements ExporterFactory {
    @Override
    public String type() {
        return "file";
    }

    @Override
    public List<ExporterOption> options() {
        return FileExporterConfig.OPTIONS;
    }

    @Override
    public UsageExporter create(ExporterSettings settings) {
        return new FileExporter(FileExporterConfig.of(settings));
    }

    @Override
    public boolean needsDir(ExporterSettings settings) {
        return !settings.options().containsKey("dir");
    }
}
