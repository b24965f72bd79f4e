package io.meterweave.agent;

import java.net.URL;
import java.net.URLClassLoader;

/**
 * Loads one jar of exporters with the libraries that it brings. Of the agent it sees what exporters are written against,
 * {@code io.meterweave.spi} and {@code io.meterweave.record}, of the JDK what the platform loader has, and nothing of the
 * application or of another jar. Its classes are never woven.
 */
final class ExporterJarLoader extends URLClassLoader {
    private static final ClassLoader AGENT = ExporterJarLoader.class.getClassLoader();

    static {
        registerAsParallelCapable();
    }

    ExporterJarLoader(String name, URL jar) {
        super("meterweave-exporter-" + name, new URL[] {jar}, ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith("io.meterweave.spi.") || name.startsWith("io.meterweave.record.")) {
            return AGENT.loadClass(name);
        }
        return super.loadClass(name, resolve);
    }
}
