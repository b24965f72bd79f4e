package io.meterweave.spi;

import java.util.List;

/** Makes exporters of one type; found by {@link java.util.ServiceLoader}. */
public interface ExporterFactory {
    /** The value of {@code exporter.<name>.type} that asks for this factory. */
    String type();

    /**
     * Its settings but {@code type}, for the documentation, in its order. Of the settings that every exporter has ({@code
     * batch.events} and the like), an exporter is given those that are named here.
     */
    default List<ExporterOption> options() {
        return List.of();
    }

    /**
     * Makes an exporter.
     *
     * @throws IllegalArgumentException naming key, value and what is allowed, where a setting is wrong
     */
    UsageExporter create(ExporterSettings settings);

    /**
     * Whether an exporter with these settings writes below {@link ExporterSettings#dir}: where that cannot be written, it is
     * of no use.
     */
    default boolean needsDir(ExporterSettings settings) {
        return false;
    }
}
