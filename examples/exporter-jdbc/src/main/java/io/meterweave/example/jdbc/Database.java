package io.meterweave.example.jdbc;

import java.io.Closeable;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * One connection, with the driver that was loaded for it from a jar of its own. {@code DriverManager} is the application's and is
 * not asked.
 */
final class Database implements Closeable {
    private final URLClassLoader loader;
    private final Connection connection;
    private final String password;

    private Database(URLClassLoader loader, Connection connection, String password) {
        this.loader = loader;
        this.connection = connection;
        this.password = password;
    }

    static Database connect(JdbcSettings settings) throws SQLException, IOException {
        if (!Files.isRegularFile(settings.driver())) {
            throw new IOException(settings.driver() + " does not exist");
        }
        String password = settings.passwordFile() == null
                ? ""
                : Files.readString(settings.passwordFile()).strip();
        Properties properties = new Properties();
        if (settings.user() != null) {
            properties.setProperty("user", settings.user());
            properties.setProperty("password", password);
        }
        URLClassLoader loader =
                new URLClassLoader(new URL[] {settings.driver().toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        try {
            Connection connection = connect(loader, settings, properties);
            connection.setAutoCommit(false);
            return new Database(loader, connection, password);
        } catch (SQLException | ServiceConfigurationError e) {
            loader.close();
            String text = String.valueOf(e.getMessage());
            throw new SQLException(password.isEmpty() ? text : text.replace(password, "***"));
        }
    }

    private static Connection connect(ClassLoader loader, JdbcSettings settings, Properties properties)
            throws SQLException {
        for (Driver driver : ServiceLoader.load(Driver.class, loader)) {
            Connection connection = driver.connect(settings.url(), properties);
            if (connection != null) {
                return connection;
            }
        }
        throw new SQLException(settings.driver() + " has no driver for " + settings.shownUrl());
    }

    Connection connection() {
        return connection;
    }

    /** A text of the database's, without the password. */
    String masked(String text) {
        return password.isEmpty() ? text : text.replace(password, "***");
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is gone; what was not committed is rolled back.
        }
        try {
            loader.close();
        } catch (IOException e) {
            // The jar's file stays open.
        }
    }
}
