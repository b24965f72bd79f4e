package io.meterweave.example.jdbc;

import java.io.Closeable;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The database's driver, from a jar and a class loader of its own, made once for an exporter. {@code DriverManager} is the
 * application's and is not asked; but a driver's class enters itself there when it is loaded, and nobody outside of its loader
 * can take it out again. So its loader stays in memory until the JVM's end: one for each exporter, not one for each connection.
 * The application is not given that driver: {@code DriverManager} hands out only what the caller's own loader sees.
 */
final class DriverJar implements Closeable {
    private final JdbcSettings settings;
    private @Nullable URLClassLoader loader;
    private @Nullable Driver driver;

    DriverJar(JdbcSettings settings) {
        this.settings = settings;
    }

    /** The same one each time, once it was found. */
    Driver driver() throws SQLException, IOException {
        if (driver == null) {
            driver = find();
        }
        return driver;
    }

    private Driver find() throws SQLException, IOException {
        if (!Files.isRegularFile(settings.driver())) {
            throw new IOException(settings.driver() + " does not exist");
        }
        if (loader == null) {
            URL jar = settings.driver().toUri().toURL();
            loader = new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader());
        }
        boolean empty = true;
        for (Driver each : ServiceLoader.load(Driver.class, loader)) {
            empty = false;
            if (each.acceptsURL(settings.url())) {
                return each;
            }
        }
        if (empty) {
            close(); // Nothing was loaded by it; the jar may be another one by the next attempt.
        }
        throw new SQLException(settings.driver() + " has no driver for " + settings.shownUrl());
    }

    @Override
    public void close() {
        driver = null;
        if (loader != null) {
            try {
                loader.close();
            } catch (IOException e) {
                // The jar's file stays open.
            }
            loader = null;
        }
    }
}
