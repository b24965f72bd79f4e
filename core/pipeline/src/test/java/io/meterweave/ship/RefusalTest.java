package io.meterweave.ship;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.ring.Counter;
import io.meterweave.ring.Counters;
import io.meterweave.spi.ExportException;
import io.meterweave.spi.RefusedException;
import io.meterweave.spi.UsageEvent;
import io.meterweave.spi.UsageExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shipper and a target that refuses: nothing is lost, nothing passed early, nothing kept twice. */
@Timeout(300)
class RefusalTest {
    private static final int LIVES_IN_ALL = 60;

    @TempDir
    Path temp;

    private final List<String> complaints = new ArrayList<>();
    private Counters counters;

    @BeforeEach
    void open() throws IOException {
        counters = Counters.open(temp.resolve("counters.dat").toFile());
    }

    private void ship(UsageExporter exporter, long nanos, ShippedEpoch... epochs) throws IOException {
        Shipper shipper = new Shipper("hub", exporter, counters, complaints::add, Pace.DEFAULT, new Backoff(1_000));
        for (ShippedEpoch epoch : epochs) {
            epoch.addTo(shipper, null);
        }
        shipper.stop(nanos);
        shipper.run();
    }

    private static SortedMap<Long, DeadLetter> letters(ShippedEpoch epoch) {
        TreeMap<Long, DeadLetter> found = new TreeMap<>();
        OpenLetters open = OpenLetters.of(epoch.letters);
        for (DeadLetter letter : open.after(0, Integer.MAX_VALUE)) {
            assertThat(found.put(letter.event().sequence(), letter)).isNull();
        }
        assertThat(open.count()).isEqualTo(found.size());
        assertThat(open.damaged()).isZero();
        return found;
    }

    @Test
    void whateverTheTargetDoesAndWheneverWeDieEachEventIsAcceptedOrADeadLetter() throws Exception {
        int deaths = 0;
        for (int seed = 0; seed < LIVES_IN_ALL; seed++) {
            Random random = new Random(seed);
            try (ShippedEpoch epoch = new ShippedEpoch(temp)) {
                int events = 1 + random.nextInt(40);
                epoch.append(events);
                FickleTarget target = new FickleTarget(random, 0.2, 0.08);
                for (String id : epoch.ids(1, events)) {
                    if (random.nextInt(6) == 0) {
                        target.poison.add(id);
                    }
                }
                untilShipped(epoch, target, events, random);
                deaths += target.deaths;
                List<String> sound = epoch.ids(1, events);
                sound.removeAll(target.poison);
                assertThat(target.accepted).as("seed " + seed).containsExactlyElementsOf(sound);
                assertThat(letters(epoch).values())
                        .as("seed " + seed)
                        .extracting(letter -> letter.event().id())
                        .containsExactlyElementsOf(target.poison);
            }
        }
        assertThat(deaths).isGreaterThan(LIVES_IN_ALL / 2);
    }

    /** Lives as many lives as it takes; in each, looks that the file's cursor has passed nothing that is nowhere. */
    private void untilShipped(ShippedEpoch epoch, FickleTarget target, int events, Random random) throws IOException {
        while (epoch.acknowledged() < events) {
            Shipper shipper = new Shipper("hub", target, counters, line -> {}, Pace.DEFAULT, new Backoff(1_000));
            epoch.addTo(shipper, null);
            shipper.stop(TimeUnit.MINUTES.toNanos(5));
            if (random.nextInt(3) == 0) {
                dieBeforeTheCursorMoves(epoch, target);
            }
            shipper.run();
            SortedMap<Long, DeadLetter> kept = letters(epoch);
            for (long i = 1; i <= epoch.acknowledged(); i++) {
                String id = epoch.identity.epoch() + "." + i;
                assertThat(target.accepted.contains(id) || kept.containsKey(i))
                        .as(id)
                        .isTrue();
            }
        }
    }

    /** Writes the letters as the shipper does, and goes no further: the next life begins at the old cursor. */
    private static void dieBeforeTheCursorMoves(ShippedEpoch epoch, FickleTarget target) throws IOException {
        List<Refused> refused = new ArrayList<>();
        for (String id : target.poison) {
            long sequence = Long.parseLong(id.substring(id.indexOf('.') + 1));
            if (sequence > epoch.acknowledged()) {
                refused.add(new Refused(event(epoch.identity.epoch(), sequence), "before it died"));
            }
        }
        if (!refused.isEmpty()) {
            epoch.letters.keep(refused);
        }
    }

    static UsageEvent event(String epoch, long sequence) {
        String json = "{\"specversion\":\"1.0\",\"id\":\"" + epoch + "." + sequence + "\",\"data\":{}}";
        return new UsageEvent(epoch, sequence, "io.meterweave.usage.v1", "acme", json.getBytes(UTF_8));
    }

    @Test
    void lettersHoldTheEventsAndTheAnswersOfTheirEpochs() throws Exception {
        try (ShippedEpoch one = new ShippedEpoch(temp).append(20);
                ShippedEpoch two = new ShippedEpoch(temp).append(5)) {
            ScriptedExporter rest = new ScriptedExporter(attempt -> {});
            boolean[] refusedBefore = {false};
            UsageExporter exporter = refusing(rest, batch -> {
                if (!refusedBefore[0]) {
                    refusedBefore[0] = true;
                    throw new RefusedException(List.of(
                            new RefusedException.Refusal(2, "no third"),
                            new RefusedException.Refusal(9, "no loss record"),
                            new RefusedException.Refusal(21, "no second of two")));
                }
            });
            ship(exporter, TimeUnit.MINUTES.toNanos(1), one, two);

            assertThat(rest.delivered).hasSize(22).doesNotContain(one.ids(3, 3).get(0));
            SortedMap<Long, DeadLetter> letters = letters(one);
            assertThat(letters.keySet()).containsExactly(3L, 10L);
            DeadLetter third = letters.get(3L);
            assertThat(third.answer()).isEqualTo("no third");
            assertThat(third.event().subject()).isEqualTo("customer 3");
            assertThat(new String(third.event().json(), UTF_8))
                    .contains("\"id\":\"" + one.ids(3, 3).get(0) + "\"");
            assertThat(letters.get(10L).event().type()).isEqualTo("io.meterweave.loss.v1");
            assertThat(letters.get(10L).event().subject()).isNull();
            assertThat(letters(two).get(2L).answer()).isEqualTo("no second of two");
            assertThat(counters.get(Counter.DEAD_LETTER)).isEqualTo(3);
            assertThat(one.acknowledged()).isEqualTo(20);
            assertThat(two.acknowledged()).isEqualTo(5);
            assertThat(complaints)
                    .singleElement()
                    .asString()
                    .matches(
                            "exporter hub refused \\d record\\(s\\): no .*; they are kept as dead letters: run `java -jar"
                                    + " meterweave-agent.jar dead-letters list --dir .*`");
        }
    }

    @Test
    void whileLettersCannotBeKeptTheCursorStaysAndNothingIsLost() throws Exception {
        try (ShippedEpoch epoch = new ShippedEpoch(temp).append(10)) {
            // A file where the directory should be: not by its rights, which mean nothing to root.
            Path inTheWay = epoch.letters.dir().resolve("..").normalize();
            Files.createFile(inTheWay);
            UsageExporter exporter = refusing(new ScriptedExporter(attempt -> {}), batch -> {
                if (batch.size() == 10) {
                    throw new RefusedException(List.of(new RefusedException.Refusal(4, "no")));
                }
            });
            ship(exporter, TimeUnit.MILLISECONDS.toNanos(300), epoch);
            assertThat(epoch.acknowledged()).isZero();
            assertThat(counters.get(Counter.DEAD_LETTER)).isZero();
            assertThat(complaints)
                    .singleElement()
                    .asString()
                    .startsWith("exporter hub: what its target refused cannot be kept in ")
                    .endsWith("nothing is lost, its usage waits in the journal: make room");

            Files.delete(inTheWay);
            ship(exporter, TimeUnit.MINUTES.toNanos(1), epoch);
            assertThat(epoch.acknowledged()).isEqualTo(10);
            assertThat(letters(epoch).keySet()).containsExactly(5L);
            assertThat(counters.get(Counter.DEAD_LETTER)).isEqualTo(1);
        }
    }

    private static UsageExporter refusing(UsageExporter then, Refusing first) {
        return new UsageExporter() {
            @Override
            public void export(List<UsageEvent> batch) throws ExportException {
                first.look(batch);
                then.export(batch);
            }

            @Override
            public void close() {
                then.close();
            }
        };
    }

    private interface Refusing {
        void look(List<UsageEvent> batch) throws ExportException;
    }
}
