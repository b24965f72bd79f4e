package io.meterweave.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.Dump;
import io.meterweave.it.Event;
import io.meterweave.it.Instances;
import io.meterweave.it.fork.Exit;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * In the journal of a dead JVM, among its records, a page becomes zeros, or bits flip. What cannot be read any more is
 * left out, which the sequences tell, or the epoch is refused from there on, which one line tells.
 */
final class DamagedJournal implements Fault {
    private static final int FLIPS = 5;
    private static final int CALLS = 500;
    private static final int UNREADABLE = 3;

    private final boolean zeros;

    DamagedJournal(boolean zeros) {
        this.zeros = zeros;
    }

    @Override
    public String name() {
        return (zeros ? "a zeroed page" : "flipped bits") + " in a dead journal";
    }

    @Override
    public boolean mayLose() {
        return true;
    }

    @Override
    public Row strike(Scene scene) {
        Ledger ledger = new Ledger();
        ledger.acknowledge(scene.killIdle(scene.service(), "life0", Scene.THREADS, CALLS));
        Dump.stream(scene.jdk(), scene.dir(), event -> {});
        Path instance = Instances.of(scene.dir()).get(0);
        Strokes journal = new Strokes(Instances.journal(instance).get(0), scene.random());
        int used = journal.used(0, Integer.MAX_VALUE);
        if (zeros) {
            journal.zeroPage(used / 5 * 3, used / 20 * 19);
        } else {
            journal.flip(FLIPS, used / 5 * 3, used / 20 * 19);
        }
        Map<Long, Boolean> sequences = new TreeMap<>();
        Exit exit = Dump.damaged(scene.jdk(), scene.dir(), event -> {
            ledger.accept(event);
            sequences.put(event.sequence(), event.type().equals(Event.USAGE));
        });
        long last = sequences.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
        ledger.tell("gap", last - sequences.size());
        if (exit.code() == UNREADABLE) {
            assertThat(exit.stderrLines())
                    .anyMatch(line -> line.contains(instance.getFileName().toString()));
            ledger.tell("refused", ledger.lost());
        } else if (last > sequences.size()) {
            assertThat(exit.code()).as(exit.stderr()).isEqualTo(1);
        }
        return ledger.row(zeros ? 1 : FLIPS);
    }
}
