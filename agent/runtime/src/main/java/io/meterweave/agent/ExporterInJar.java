package io.meterweave.agent;

import io.meterweave.spi.ExportException;
import io.meterweave.spi.UsageEvent;
import io.meterweave.spi.UsageExporter;
import java.util.List;
import java.util.function.Supplier;

/**
 * An exporter from a jar of its own. While it works, its loader is the thread's context class loader, by which many
 * libraries look up classes that they know by name; threads that they start inherit it.
 */
final class ExporterInJar implements UsageExporter {
    private final UsageExporter exporter;
    private final ClassLoader loader;

    ExporterInJar(UsageExporter exporter, ClassLoader loader) {
        this.exporter = exporter;
        this.loader = loader;
    }

    @Override
    public void export(List<UsageEvent> batch) throws ExportException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            exporter.export(batch);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public int fitting(List<UsageEvent> batch) {
        return in(loader, () -> exporter.fitting(batch));
    }

    @Override
    public void close() {
        in(loader, () -> {
            exporter.close();
            return this;
        });
    }

    /** Does something with a loader as the context class loader. */
    static <T> T in(ClassLoader loader, Supplier<T> work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return work.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
