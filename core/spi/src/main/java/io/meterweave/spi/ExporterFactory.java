package io.meterweave.spi;

import java.util.List;

/**
 * Makes exporters of one type; found by {@link java.util.ServiceLoader}. A jar of its own has a class loader of its own
 * ({@code exporters.path}), which is the thread's context class loader during every call.
 */
public interface ExporterFactory {
    /** The value of {@code exporter.<name>.type} that asks for this factory. */
    String type();

    /** Its settings but {@code type}, for the documentation, in its order. */
    default List<ExporterOption> options() {
        return List.of();
    }

    /**
     * Makes an exporter. Looks at the settings and at nothing else: the target may be away, and the JVM does not wait for it.
     *
     * @throws IllegalArgumentException naming key, value and what is allowed, where a setting is wrong or not known; of a
     *     credential not the value. The exporter does not start then, and usage waits in the journal
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
