package io.meterweave.it.faults;

import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Jdks;
import io.meterweave.it.fork.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * All faults, how often each is injected, and what came of it. {@code FaultTable short|long [<word of the name>]} runs
 * them without a test around them.
 */
public final class FaultTable {
    private static final long SEED = 20261124;

    private final boolean isLong;
    private final Path home;
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private int round;

    FaultTable(boolean isLong, Path home) {
        this.isLong = isLong;
        this.home = home;
    }

    /**
     * One fault and its share of the table.
     *
     * @param lives the JVMs that a round of it kills
     * @param shortRounds how many rounds in the short form, each on the next JDK
     */
    record Entry(Fault fault, int lives, int shortRounds, int longRounds) {
        @Override
        public String toString() {
            return fault.name();
        }
    }

    static List<Entry> entries() {
        return List.of(
                new Entry(new KilledWriter(), 10, 1, 70),
                new Entry(new KilledShipper(), 3, 1, 12),
                new Entry(new KilledShipCommand(), 3, 1, 20),
                new Entry(new KilledRecovery(), 3, 1, 15),
                new Entry(new KilledAdoption(), 3, 1, 12),
                new Entry(new FailingTarget(), 2, 2, 8),
                new Entry(new RefusingTarget(), 1, 1, 2),
                new Entry(new OfflineWeek(), 2, 1, 2),
                new Entry(new TerminatedUnderLoad(), 2, 1, 4),
                new Entry(new StoppedAndContinued(), 2, 1, 6),
                new Entry(new TwoAtOnce(), 4, 1, 15),
                new Entry(new FullDisk(), 1, 2, 6),
                new Entry(new SamePid(), 3, 1, 6),
                new Entry(new DamagedRing(), 1, 2, 16),
                new Entry(new DamagedJournal(false), 1, 1, 8),
                new Entry(new DamagedJournal(true), 1, 1, 8),
                new Entry(new FloodedRing(), 1, 1, 4),
                new Entry(BrokenHooks.stack(), 1, 2, 4),
                new Entry(BrokenHooks.heap(), 1, 2, 4),
                new Entry(BrokenHooks.stop(), 1, 1, 4),
                new Entry(new OlderFormat(), 4, 1, 2),
                new Entry(new PowerLoss(), 2, 1, 2),
                new Entry(new SteppedClock(), 1, 1, 4));
    }

    /** Runs a fault's rounds; the JDKs take turns. */
    Row run(Entry entry) {
        List<Jdk> jdks = Jdks.all().stream()
                .filter(jdk -> entry.fault().runsOn(jdk.feature()))
                .toList();
        Row row = Row.NONE;
        for (int i = 0; i < (isLong ? entry.longRounds() : entry.shortRounds()); i++, round++) {
            Path here = directory(home.resolve("round-" + round));
            Scene scene = new Scene(jdks.get(round % jdks.size()), here, new Random(SEED + round), entry.lives());
            Row more = entry.fault().strike(scene);
            row = row.plus(more);
            rows.put(entry.fault().name(), row);
            if (!more.holds(entry.fault().mayLose())) {
                // What it left stays where it is, to be looked at.
                throw new AssertionError(scene + ":\n" + Row.head() + "\n"
                        + more.line(entry.fault().name()));
            }
            Trees.delete(here);
        }
        return row;
    }

    private static Path directory(Path path) {
        try {
            return Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        StringBuilder text = new StringBuilder(Row.head()).append('\n');
        Row all = Row.NONE;
        for (Map.Entry<String, Row> row : rows.entrySet()) {
            text.append(row.getValue().line(row.getKey())).append('\n');
            all = all.plus(row.getValue());
        }
        return text.append(all.line("all")).append('\n').toString();
    }

    public static void main(String[] args) throws IOException {
        FaultTable table = new FaultTable(args[0].equals("long"), Files.createTempDirectory("faults-"));
        for (Entry entry : entries()) {
            if (args.length < 2 || entry.toString().contains(args[1])) {
                long start = System.nanoTime();
                table.run(entry);
                System.err.println(entry + ": " + (System.nanoTime() - start) / 1_000_000_000L + " s");
            }
        }
        System.out.print(table.text());
    }
}
