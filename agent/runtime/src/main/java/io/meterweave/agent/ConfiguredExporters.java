package io.meterweave.agent;

import io.meterweave.ship.Pace;
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
    private final Map<String, ExporterConfig> exporters;
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
        ExporterFactory factory = factory(name);
        return factory.create(settings(name, factory));
    }

    /** How fast one is served. */
    public Pace pace(String name) {
        return config(name).pace();
    }

    /** How old the oldest event may be that waits for one, in milliseconds; 0: as old as it gets. */
    long maxBacklogMillis(String name) {
        return config(name).maxBacklogMillis();
    }

    /** Whether one of them can do its work where the directory cannot be written. */
    boolean anyWithoutDir() {
        for (String name : exporters.keySet()) {
            ExporterFactory factory = factory(name);
            if (!factory.needsDir(settings(name, factory))) {
                return true;
            }
        }
        return false;
    }

    private ExporterConfig config(String name) {
        ExporterConfig config = exporters.get(name);
        if (config == null) {
            throw new IllegalArgumentException("exporter " + name + " is not configured");
        }
        return config;
    }

    private ExporterFactory factory(String name) {
        return factories.of(name, String.valueOf(config(name).options().get("type")));
    }

    private ExporterSettings settings(String name, ExporterFactory factory) {
        return new ExporterSettings(name, dir, PaceOptions.without(config(name).options(), factory));
    }
}
