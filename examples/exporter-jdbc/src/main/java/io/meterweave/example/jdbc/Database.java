package io.meterweave.example.jdbc;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** At most one connection at a time, and what its texts must not show. */
final class Database implements Closeable {
    private final JdbcSettings settings;
    private final DriverJar jar;
    private String password = "";
    private @Nullable Connection connection;

    Database(JdbcSettings settings, DriverJar jar) {
        this.settings = settings;
        this.jar = jar;
    }

    /** The one that is open, or a new one; without auto-commit. */
    Connection connection() throws SQLException, IOException {
        if (connection == null) {
            connection = connect();
        }
        return connection;
    }

    private Connection connect() throws SQLException, IOException {
        Properties properties = new Properties();
        if (settings.passwordFile() != null) {
            password = Files.readString(settings.passwordFile()).strip();
        }
        if (settings.user() != null) {
            properties.setProperty("user", settings.user());
            properties.setProperty("password", password);
        }
        Connection made = jar.driver().connect(settings.url(), properties);
        if (made == null) {
            throw new SQLException(settings.driver() + " has no driver for " + settings.shownUrl());
        }
        try {
            made.setAutoCommit(false);
            return made;
        } catch (SQLException | RuntimeException e) {
            close(made);
            throw e;
        }
    }

    /** A text of the driver's or the database's, without the password and what the URL says after the database's kind. */
    String masked(String text) {
        String withoutSettings = settings.url().replaceFirst("[?;].*", ""); // As H2 quotes it.
        String shown = text.replace(settings.url(), settings.shownUrl())
                .replace(withoutSettings, settings.shownUrl())
                .replace(settings.hiddenUrl(), "***");
        return password.isEmpty() ? shown : shown.replace(password, "***");
    }

    /** Ends the connection; what was not committed is rolled back. */
    void disconnect() {
        if (connection != null) {
            close(connection);
            connection = null;
        }
    }

    private static void close(Connection ended) {
        try {
            ended.close();
        } catch (SQLException | RuntimeException e) {
            // It is gone.
        }
    }

    @Override
    public void close() {
        disconnect();
        jar.close();
    }
}
