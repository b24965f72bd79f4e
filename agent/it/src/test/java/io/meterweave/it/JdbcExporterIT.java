package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.app.Ack;
import io.meterweave.it.fork.Await;
import io.meterweave.it.fork.EachJdk;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Libraries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.h2.Driver;
import org.h2.tools.Server;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * An exporter of a third party, from a jar on {@code exporters.path}, that writes to a database: after a JVM was killed while it
 * exported, each event of its and of the next one's journal is in the table exactly once.
 */
class JdbcExporterIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int THREADS = 2;
    /** Of each thread: several batches. */
    private static final int CALLS = 2_500;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    @EachJdk
    void eachEventIsInTheTableOnce(Jdk jdk) throws Exception {
        Path dir = temp.resolve("meterweave");
        Server server = Server.createTcpServer("-tcpPort", "0").start();
        String database = "mem:usage-" + jdk.feature() + ";MODE=PostgreSQL";
        String[] settings = {
            "dir=" + dir,
            "exporters=db",
            "exporters.path=" + Libraries.jdbcExporter(),
            "exporter.db.type=jdbc",
            "exporter.db.url=jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/" + database,
            "exporter.db.driver="
                    + Path.of(Driver.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
        };
        try (Connection inside = DriverManager.getConnection("jdbc:h2:" + database);
                Statement statement = inside.createStatement()) {
            statement.execute(Files.readString(Libraries.jdbcSchema()));
            try (ForkedJvm first = start(jdk, "killed", settings)) {
                Await.until("the first rows", PATIENCE, () -> rows(statement) > 0);
                assertThat(first.kill().stderr()).doesNotContain("meterweave:");
            }
            try (ForkedJvm last = start(jdk, "last", settings)) {
                last.awaitLine("calls=");
                last.tell("end");
                Exit exit = last.await(PATIENCE);
                assertThat(exit.code()).as(exit.stderr()).isZero();
                assertThat(exit.stderr()).doesNotContain("meterweave:");
            }
            // What was not delivered by then.
            Exit ship = Launch.cli(jdk, "ship").args(settings).run();
            assertThat(ship.code()).as(ship.stdout() + ship.stderr()).isZero();
            Map<String, String> journaled = new TreeMap<>();
            Dump.stream(jdk, dir, event -> journaled.put(event.id(), event.line()));
            assertThat(table(statement)).isEqualTo(journaled).hasSizeGreaterThan(THREADS * CALLS);
        } finally {
            server.stop();
        }
    }

    private static ForkedJvm start(Jdk jdk, String life, String... settings) {
        return Launch.on(jdk)
                .agent(settings)
                .main(Ack.class, life, THREADS, CALLS)
                .start();
    }

    private static long rows(Statement statement) {
        try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM usage_event")) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The events' lines by id; the number of rows is that of the ids. */
    private static Map<String, String> table(Statement statement) throws SQLException {
        Map<String, String> table = new TreeMap<>();
        try (ResultSet rows = statement.executeQuery("SELECT id, event FROM usage_event")) {
            while (rows.next()) {
                assertThat(table.put(rows.getString(1), rows.getString(2))).isNull();
            }
        }
        return table;
    }
}
