package io.meterweave.spi;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;

/**
 * What an exporter is configured with.
 *
 * @param name the exporter's name in the configuration
 * @param dir the directory of all that Meterweave writes, from {@code dir}
 * @param options the values of {@code exporter.<name>.<option>}, by option
 */
public record ExporterSettings(String name, Path dir, Map<String, String> options) {
    /** Copies the options. */
    public ExporterSettings {
        options = Map.copyOf(options);
    }

    /** Without the options' values: credentials are among them. */
    @Override
    public String toString() {
        return "ExporterSettings[name=" + name + ", dir=" + dir + ", options=" + new TreeSet<>(options.keySet()) + "]";
    }
}
