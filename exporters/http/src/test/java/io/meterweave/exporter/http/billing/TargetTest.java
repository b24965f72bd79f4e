package io.meterweave.exporter.http.billing;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.exporter.http.HttpExporterFactory;
import io.meterweave.exporter.http.billing.BillingServer.Billed;
import io.meterweave.exporter.http.billing.BillingServer.Fault;
import io.meterweave.ship.DeadLetter;
import io.meterweave.ship.Delivery;
import io.meterweave.ship.Patience;
import io.meterweave.ship.Refused;
import io.meterweave.spi.ExportException;
import io.meterweave.spi.ExporterSettings;
import io.meterweave.spi.RefusedException;
import io.meterweave.spi.UsageEvent;
import io.meterweave.spi.UsageExporter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What holds for each target that is spoken to over HTTP, by its own rule of what is the same event. */
@Timeout(60)
abstract class TargetTest<S extends BillingServer> {
    /** Settings that are wrong, as key, value, key, value, and the key that the line has to name. */
    record Mistake(String key, String... options) {}

    static final String WRONG = "wr0ng-secret";
    private static final int STORM = 40;

    @TempDir
    Path temp;

    S server;
    final List<String> complaints = new ArrayList<>();

    abstract S start() throws Exception;

    /** The dialect, and who sends. */
    abstract Map<String, String> options();

    /** How a line tells from which age on a record is held back; empty where none is. */
    abstract String held();

    /** What can be set wrong here, beside the URL. */
    abstract List<Mistake> mistakes() throws IOException;

    abstract void assertBilled(String epoch, long from, long to);

    @BeforeEach
    void listen() throws Exception {
        server = start();
    }

    @AfterEach
    void stop() {
        server.close();
        assertThat(server.violations).isEmpty();
    }

    /** With further options; one that is null is left out. */
    UsageExporter exporter(String... more) {
        Map<String, String> all = new HashMap<>(options());
        all.put("type", "http");
        all.putIfAbsent("url", server.url(server.path()));
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        all.values().removeIf(value -> value == null);
        return new HttpExporterFactory().create(new ExporterSettings("bill", Path.of("/nowhere"), all));
    }

    /** As the shipper does it: until all is taken or refused. */
    List<Refused> deliver(List<UsageEvent> events, String... more) {
        try (UsageExporter exporter = exporter(more)) {
            List<Refused> refused = new Delivery("bill", exporter, complaints::add, new Patience()).deliver(events);
            assertThat(refused).isNotNull();
            return refused;
        }
    }

    /** Taken and not said so, by an error or a closed connection; not taken; and ranges that come again. */
    @Test
    void aStormOfRepetitionsAndDeathsBillsOnce() {
        Random random = new Random(6);
        Fault[] faults = {Fault.BUSY, Fault.FAILS_AFTER, Fault.DIES_AFTER, Fault.DIES_BEFORE};
        Set<Long> acknowledged = new TreeSet<>();
        int failed = 0;
        try (UsageExporter exporter = exporter()) {
            for (int i = 0; i < STORM; i++) {
                if (i % 3 != 0) {
                    server.faults.add(faults[random.nextInt(faults.length)]);
                }
                long from = 1 + random.nextInt(8);
                List<UsageEvent> some = Usage.all(from, from + random.nextInt(5));
                try {
                    exporter.export(some);
                    some.forEach(event -> acknowledged.add(event.sequence()));
                } catch (ExportException e) {
                    assertThat(e).isNotInstanceOf(RefusedException.class);
                    failed++;
                }
            }
        }
        assertThat(acknowledged).isNotEmpty();
        assertThat(sequences()).containsAll(acknowledged);
        assertThat(failed).isGreaterThan(STORM / 2);
        server.faults.clear();
        assertThat(deliver(Usage.all(1, 12))).isEmpty();
        assertBilled(Usage.EPOCH, 1, 12);
    }

    /** Not only its connection: nobody listens any more, until it is started again and remembers. */
    @Test
    void aTargetThatEndsWhenItHasTakenABatchBillsOnce() throws Exception {
        try (JournaledUsage journal = new JournaledUsage(temp.resolve("meterweave"))) {
            journal.add(4, Usage.NOW);
            server.faults.add(Fault.ENDS_AFTER);
            assertThat(journal.failure(exporter())).startsWith("exporter bill failed: cannot send to ");
            server.awaitEnd();
            assertThat(server.billed).isNotEmpty();
            assertThat(journal.failure(exporter())).contains("Failed to connect");
            assertThat(journal.acknowledged()).isZero();
            server.begin();
            assertThat(journal.ship(exporter())).isEmpty();
            assertThat(journal.letters()).isEmpty();
            assertBilled(journal.epoch.identity().epoch(), 1, 4);
        }
    }

    /** What the target may have forgotten is kept and told of in one line, and sent when somebody takes the risk. */
    @Test
    void aBacklogOfFortyDays() throws Exception {
        try (JournaledUsage journal = new JournaledUsage(temp.resolve("meterweave"))) {
            journal.add(5, Usage.NOW.minus(Duration.ofDays(40))).add(3, Usage.NOW);
            List<String> said = journal.ship(exporter());
            List<DeadLetter> letters = journal.letters();
            if (held().isEmpty()) {
                assertThat(said).isEmpty();
                assertThat(letters).isEmpty();
                assertThat(sequences()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
                return;
            }
            assertThat(said)
                    .singleElement()
                    .asString()
                    .startsWith("exporter bill refused 5 record(s): not sent: older than " + held()
                            + " (exporter.bill.window), ")
                    .contains("--accept-window-risk", "they are kept as dead letters: run `java -jar");
            assertThat(letters).extracting(each -> each.event().sequence()).containsExactly(1L, 2L, 3L, 4L, 5L);
            assertThat(sequences()).containsExactly(6L, 7L, 8L);
            // As --accept-window-risk has it: WindowRiskTest.
            List<UsageEvent> old = letters.stream().map(DeadLetter::event).toList();
            assertReleased(deliver(old, "window", "none"));
        }
    }

    /** What became of five records of forty days ago when they were sent after all. */
    void assertReleased(List<Refused> refused) {
        assertThat(refused).isEmpty();
        assertThat(sequences()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }

    /** Whose records have been billed. */
    List<Long> sequences() {
        return server.billed.values().stream()
                .map(Billed::id)
                .map(id -> Long.parseLong(id.substring(id.indexOf('.') + 1).replaceFirst("-.*", "")))
                .distinct()
                .sorted()
                .toList();
    }

    @Test
    void whatIsWrongIsToldInOneLineThatNamesTheKeyAndNothingIsLost() throws Exception {
        try (JournaledUsage journal = new JournaledUsage(temp.resolve("meterweave"));
                WrongPlaces places = new WrongPlaces()) {
            journal.add(3, Usage.NOW);
            List<Mistake> all = new ArrayList<>(mistakes());
            // Who is spoken to in TLS may wait for the end of a line.
            places.insteadOf(server.url(server.path()))
                    .forEach(url -> all.add(new Mistake("url", "url", url, "timeout", "500ms")));
            for (Mistake mistake : all) {
                assertThat(journal.failure(exporter(mistake.options())))
                        .as("%s", Arrays.asList(mistake.options()))
                        .startsWith("exporter bill failed: cannot send to http")
                        .endsWith("; usage stays in the journal and is sent again")
                        .containsPattern(Pattern.quote("exporter.bill." + mistake.key()) + "[,)=]")
                        .doesNotContain(WRONG)
                        .matches("\\P{Cntrl}{1,700}");
                assertThat(journal.acknowledged()).isZero();
            }
            assertThat(server.billed).isEmpty();
            assertThat(journal.ship(exporter())).isEmpty();
            assertThat(journal.letters()).isEmpty();
            assertBilled(journal.epoch.identity().epoch(), 1, 3);
        }
    }
}
