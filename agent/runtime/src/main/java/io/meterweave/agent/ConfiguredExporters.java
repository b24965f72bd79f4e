package io.meterweave.agent;

import io.meterweave.spi.ExporterFactory;
import io.meterweave.spi.ExporterSettings;
import io.meterweave.spi.UsageExporter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The exporters that a configuration names; made when they are needed. */
public final class ConfiguredExporters {
    private final Path dir;
    private final Map<String, Map<String, String>> exporters;
    private final ExporterFactories factories;

    ConfiguredExporters(Path dir, AgentConfig config) {
        this.dir = dir;
        this.exporters = config.exporters();
        this.factories = new ExporterFactories(config.exportersPath());
    }

    /**
     * Reads the configuration from where an agent in this process would, for a command.
     *
     * @param arguments as an agent's: {@code key=value}, separated by commas
     * @param dir overrules the configured one where it is not null
     * @param exporter is there by itself where the configuration names no exporter; null for none
     * @throws ConfigException naming every fault
     */
    public static ConfiguredExporters of(String arguments, @Nullable Path dir, @Nullable String exporter)
            throws ConfigException {
        Map<String, String> values = ConfigSources.gather(arguments, System.getProperties(), System.getenv());
        if (exporter != null) {
            values.putIfAbsent("exporters", exporter);
        }
        AgentConfig config = AgentConfig.of(values, HostName.get());
        if (exporter != null && !config.exporters().containsKey(exporter)) {
            throw new ConfigException(List.of("exporter " + exporter + ": the configuration names "
                    + String.join(", ", config.exporters().keySet())));
        }
        Path configured = config.dir().toPath();
        return new ConfiguredExporters((dir == null ? configured : dir).toAbsolutePath(), config);
    }

    /** Where everything is. */
    public Path dir() {
        return dir;
    }

    /** Their names, in the order of the configuration. */
    public Set<String> names() {
        return exporters.keySet();
    }

    /**
     * Makes one.
     *
     * @throws IllegalArgumentException naming key, value and what is allowed, where a setting is wrong
     */
    public UsageExporter create(String name) {
        Map<String, String> options = exporters.get(name);
        if (options == null) {
            throw new IllegalArgumentException("exporter " + name + " is not configured");
        }
        return factory(name, options).create(new ExporterSettings(name, dir, options));
    }

    /** Whether one of them can do its work where the directory cannot be written. */
    boolean anyWithoutDir() {
        for (Map.Entry<String, Map<String, String>> each : exporters.entrySet()) {
            ExporterSettings settings = new ExporterSettings(each.getKey(), dir, each.getValue());
            if (!factory(each.getKey(), each.getValue()).needsDir(settings)) {
                return true;
            }
        }
        return false;
    }

    private ExporterFactory factory(String name, Map<String, String> options) {
        return factories.of(name, String.valueOf(options.get("type")));
    }
}
