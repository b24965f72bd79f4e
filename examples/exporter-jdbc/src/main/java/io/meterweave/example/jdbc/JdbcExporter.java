package io.meterweave.example.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import io.meterweave.spi.ExportException;
import io.meterweave.spi.RefusedException;
import io.meterweave.spi.UsageEvent;
import io.meterweave.spi.UsageExporter;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes each batch in one transaction. An event that comes again has the id of a row that is there already, and the database
 * leaves it out: each event is in the table exactly once, whatever was acknowledged before a crash.
 */
final class JdbcExporter implements UsageExporter {
    private final JdbcSettings settings;
    private final String insert;
    private @Nullable Database database;

    JdbcExporter(JdbcSettings settings) {
        this.settings = settings;
        // Understood by PostgreSQL, SQLite and H2 in its PostgreSQL mode; MySQL says INSERT IGNORE.
        this.insert = "INSERT INTO " + settings.table()
                + " (id, type, subject, time, model, input_tokens, output_tokens, event)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    }

    @Override
    public synchronized void export(List<UsageEvent> batch) throws ExportException {
        try {
            if (database == null) {
                database = Database.connect(settings);
            }
            write(database.connection(), batch);
        } catch (SQLException | IOException e) {
            String said = shown(e);
            close(); // Rolls back.
            if (e instanceof SQLException refused && refuses(refused)) {
                throw new RefusedException(said);
            }
            // Without its cause, whose text could hold what was masked.
            throw new ExportException("cannot write to " + settings.shownUrl() + ": " + said, null, 0);
        }
    }

    private void write(Connection connection, List<UsageEvent> batch) throws SQLException {
        try (PreparedStatement rows = connection.prepareStatement(insert)) {
            rows.setQueryTimeout(settings.timeoutSeconds());
            for (UsageEvent event : batch) {
                row(rows, event);
                rows.addBatch();
            }
            rows.executeBatch();
        }
        connection.commit();
    }

    private static void row(PreparedStatement row, UsageEvent event) throws SQLException {
        String json = new String(event.json(), UTF_8);
        JsonObject line = Json.parse(json).asObject();
        JsonObject data = line.get("data").asObject();
        row.setString(1, event.id());
        row.setString(2, event.type());
        row.setString(3, event.subject());
        row.setString(4, line.get("time").asString());
        row.setString(5, data.getString("request_model", null));
        integer(row, 6, data.get("input_tokens"));
        integer(row, 7, data.get("output_tokens"));
        row.setString(8, json);
    }

    /** Absent is unknown, and 0 is zero. Never by way of a double, which has no more than 53 bits. */
    private static void integer(PreparedStatement row, int column, @Nullable JsonValue value) throws SQLException {
        if (value == null) {
            row.setNull(column, Types.BIGINT);
        } else {
            row.setLong(column, value.asLong());
        }
    }

    /** Data that the table does not take, or a rule of the table's that they break: never by sending them once more. */
    private static boolean refuses(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("22") || state.startsWith("23");
    }

    private String shown(Exception e) {
        String text = String.valueOf(e.getMessage());
        String bounded = RefusedException.bounded(database == null ? text : database.masked(text));
        return bounded.length() <= 300 ? bounded : bounded.substring(0, 300) + "...";
    }

    /** Waits for an export that is under way: no longer than the database's time limits. */
    @Override
    public synchronized void close() {
        if (database != null) {
            database.close();
            database = null;
        }
    }
}
