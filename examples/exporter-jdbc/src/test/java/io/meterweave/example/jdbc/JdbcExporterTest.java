package io.meterweave.example.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.meterweave.contract.Arrival;
import io.meterweave.contract.Fault;
import io.meterweave.spi.ExportException;
import io.meterweave.spi.ExporterSettings;
import io.meterweave.spi.RefusedException;
import io.meterweave.spi.UsageEvent;
import io.meterweave.spi.UsageExporter;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is this exporter's own, beyond what every exporter holds to. */
@Timeout(60)
class JdbcExporterTest {
    private H2Target target;

    @BeforeEach
    void start() throws Exception {
        target = new H2Target();
    }

    @AfterEach
    void stop() throws Exception {
        target.close();
    }

    @Test
    void aDatabaseThatIsAwayLoadsNoSecondDriver() throws Exception {
        target.begin(Fault.AWAY);
        JdbcSettings settings = JdbcSettings.of(settings(Map.of()));
        try (DriverJar jar = new DriverJar(settings);
                Database database = new Database(settings, jar)) {
            assertThatThrownBy(database::connection).isInstanceOf(SQLException.class);
            Driver first = jar.driver();
            assertThatThrownBy(database::connection).isInstanceOf(SQLException.class);
            assertThat(jar.driver()).isSameAs(first);
            target.mend();
            assertThat(database.connection().isValid(1)).isTrue();
            assertThat(jar.driver()).isSameAs(first);
        }
    }

    @Test
    void whatAnotherUniqueConstraintLeavesOutIsRefusedByName() throws Exception {
        target.execute("ALTER TABLE usage_event ADD UNIQUE (subject)");
        List<UsageEvent> batch = List.of(event(1, "a"), event(2, "a"), event(3, "b"));
        try (UsageExporter exporter = exporter(Map.of())) {
            RefusedException refused = catchThrowableOfType(RefusedException.class, () -> exporter.export(batch));
            assertThat(refused.refusals())
                    .extracting(RefusedException.Refusal::index)
                    .containsExactly(1);
            assertThat(target.arrivals()).as("rolled back").isEmpty();
            List<UsageEvent> others = List.of(batch.get(0), batch.get(2));
            exporter.export(others);
            exporter.export(others);
            assertThat(target.arrivals()).extracting(Arrival::id).containsExactly("e.1", "e.3");
        }
    }

    @Test
    void aColumnThatAsksForMoreIsMendedInTheTable() throws Exception {
        target.execute("ALTER TABLE usage_event ADD COLUMN region VARCHAR(8) NOT NULL");
        try (UsageExporter exporter = exporter(Map.of())) {
            assertThatThrownBy(() -> exporter.export(List.of(event(1, "a"))))
                    .isInstanceOf(ExportException.class)
                    .isNotInstanceOf(RefusedException.class);
            target.execute("ALTER TABLE usage_event DROP COLUMN region");
            exporter.export(List.of(event(1, "a")));
            assertThat(target.arrivals()).hasSize(1);
        }
    }

    /** H2 quotes a URL that it does not understand, up to its settings. */
    @Test
    void noMessageShowsWhatTheUrlHolds() throws Exception {
        String url = "jdbc:h2:tcp:s3cret;MODE=PostgreSQL";
        try (UsageExporter exporter = exporter(Map.of("url", url))) {
            assertThatThrownBy(() -> exporter.export(List.of(event(1, "a"))))
                    .isInstanceOf(ExportException.class)
                    .hasMessageContaining("jdbc:h2:...")
                    .hasMessageNotContaining("s3cret");
        }
        assertThatThrownBy(() -> exporter(Map.of("url", "jdbc:H2:x;PASSWORD=s3cret")))
                .hasMessageContaining("exporter.db.url=")
                .hasMessageNotContaining("s3cret");
    }

    private UsageExporter exporter(Map<String, String> more) {
        return new JdbcExporterFactory().create(settings(more));
    }

    private ExporterSettings settings(Map<String, String> more) {
        Map<String, String> options = new HashMap<>(target.options());
        options.putAll(more);
        return new ExporterSettings("db", Path.of("nowhere"), options);
    }

    private static UsageEvent event(int sequence, String subject) {
        String json = "{\"time\":\"2026-01-01T00:00:00Z\",\"data\":{}}";
        return new UsageEvent("e", sequence, "usage", subject, json.getBytes(UTF_8));
    }
}
