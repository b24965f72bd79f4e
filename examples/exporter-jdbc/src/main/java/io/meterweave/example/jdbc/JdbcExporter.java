package io.meterweave.example.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import io.meterweave.spi.ExportException;
import io.meterweave.spi.RefusedException;
import io.meterweave.spi.RefusedException.Refusal;
import io.meterweave.spi.UsageEvent;
import io.meterweave.spi.UsageExporter;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes each batch in one transaction. An event that comes again has the id of a row that is there already, and the database
 * leaves it out: each event is in the table exactly once, whatever was acknowledged before a crash.
 */
final class JdbcExporter implements UsageExporter {
    /** No value, or no row in another table, where there has to be one: the table is to be mended, and no event is to blame. */
    private static final Set<String> TABLE_TO_BE_MENDED = Set.of("23502", "23503", "23506");

    private final JdbcSettings settings;
    private final Database database;
    private final String insert;
    private boolean closed;

    JdbcExporter(JdbcSettings settings) {
        this.settings = settings;
        this.database = new Database(settings, new DriverJar(settings));
        // Without (id), which H2 does not understand: what another unique constraint leaves out is found by ids().
        this.insert = "INSERT INTO " + settings.table()
                + " (id, type, subject, time, model, input_tokens, output_tokens, event)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    }

    @Override
    public synchronized void export(List<UsageEvent> batch) throws ExportException {
        if (closed) {
            throw new ExportException("closed", null, 0);
        }
        try {
            write(database.connection(), batch);
        } catch (RefusedException e) {
            database.disconnect();
            throw e;
        } catch (SQLException | IOException | RuntimeException | LinkageError | ServiceConfigurationError e) {
            String said = shown(e);
            database.disconnect(); // Rolls back.
            if (e instanceof SQLException refused && refuses(refused)) {
                throw new RefusedException(said);
            }
            // Without its cause, whose text could hold what was masked.
            throw new ExportException("cannot write to " + settings.shownUrl() + ": " + said, null, 0);
        }
    }

    private void write(Connection connection, List<UsageEvent> batch) throws SQLException, RefusedException {
        int[] counts;
        try (PreparedStatement rows = connection.prepareStatement(insert)) {
            rows.setQueryTimeout(settings.timeoutSeconds());
            for (UsageEvent event : batch) {
                row(rows, event);
                rows.addBatch();
            }
            counts = rows.executeBatch();
        }
        // Where a driver does not tell how many rows, it may have left out any.
        int[] leftOut =
                IntStream.range(0, counts.length).filter(i -> counts[i] != 1).toArray();
        if (leftOut.length > 0) {
            Set<String> there =
                    ids(connection, IntStream.of(leftOut).mapToObj(batch::get).toList());
            List<Refusal> refusals = IntStream.of(leftOut)
                    .filter(i -> !there.contains(batch.get(i).id()))
                    .mapToObj(i ->
                            new Refusal(i, "another row of " + settings.table() + " has a value that must be unique"))
                    .toList();
            if (!refusals.isEmpty()) {
                throw new RefusedException(refusals);
            }
        }
        connection.commit();
    }

    /** Of these events, the ids that are in the table: the others were left out for something else. */
    private Set<String> ids(Connection connection, List<UsageEvent> events) throws SQLException {
        Set<String> ids = new HashSet<>();
        String marks = String.join(", ", Collections.nCopies(events.size(), "?"));
        try (PreparedStatement asked =
                connection.prepareStatement("SELECT id FROM " + settings.table() + " WHERE id IN (" + marks + ")")) {
            asked.setQueryTimeout(settings.timeoutSeconds());
            for (int i = 0; i < events.size(); i++) {
                asked.setString(i + 1, events.get(i).id());
            }
            try (ResultSet rows = asked.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
        }
        return ids;
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
        return state.startsWith("22") || (state.startsWith("23") && !TABLE_TO_BE_MENDED.contains(state));
    }

    private String shown(Throwable e) {
        String text = e instanceof SQLException || e instanceof IOException ? e.getMessage() : e.toString();
        String bounded = RefusedException.bounded(database.masked(String.valueOf(text)));
        return bounded.length() <= 300 ? bounded : bounded.substring(0, 300) + "...";
    }

    /** Waits for an export that is under way: no longer than the database's time limits. */
    @Override
    public synchronized void close() {
        closed = true;
        database.close();
    }
}
