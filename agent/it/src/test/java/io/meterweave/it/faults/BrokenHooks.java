package io.meterweave.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.Dump;
import io.meterweave.it.Event;
import io.meterweave.it.app.Deep;
import io.meterweave.it.app.Hungry;
import io.meterweave.it.app.Stopped;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.ForkedJvm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls whose hooks, or themselves, are thrown out half-way, wherever that happens to be. A call that came back has its
 * record, or is told as lost; no error of a hook reaches the application.
 *
 * @param name what stands in the table
 * @param program prints {@code dive-<n> <came back> <thrown out>} for the calls of each subject, and {@code foreign …} for
 *     an error that a hook let through
 * @param flags of its JVM
 * @param error the error that its calls end with, empty where they return
 * @param newest the last JDK that has such an end
 */
record BrokenHooks(String name, Class<?> program, List<String> flags, int dives, String error, int newest)
        implements Fault {
    private static final String REFUSED = IllegalStateException.class.getName();
    private static final int ANY = Integer.MAX_VALUE;

    static Fault stack() {
        return new BrokenHooks(
                "StackOverflowError in hooks, death of their threads", Deep.class, List.of(), 40, "", ANY);
    }

    static Fault heap() {
        List<String> flags = List.of("-Xmx64m", "-XX:+UseSerialGC");
        return new BrokenHooks("OutOfMemoryError in hooks", Hungry.class, flags, 4, REFUSED, ANY);
    }

    /** Interpreted, where a thread can be stopped at nearly every bytecode. Only the JDKs up to 19 stop threads. */
    static Fault stop() {
        return new BrokenHooks("Thread.stop in hooks (JDK 17)", Stopped.class, List.of("-Xint"), 300, REFUSED, 19);
    }

    @Override
    public boolean mayLose() {
        return true;
    }

    @Override
    public boolean runsOn(int feature) {
        return feature <= newest;
    }

    @Override
    public Row strike(Scene scene) {
        List<String> lines;
        try (ForkedJvm jvm = scene.service()
                .flags(flags.toArray(new String[0]))
                .main(program, dives)
                .start()) {
            jvm.awaitLine("calls=");
            jvm.tell("end");
            Exit exit = jvm.await(Scene.PATIENCE);
            assertThat(exit.code()).as(exit.stderr()).isZero();
            lines = jvm.lines();
        }
        Map<String, Long> records = new HashMap<>();
        Ledger ledger = new Ledger();
        Dump.stream(scene.jdk(), scene.dir(), event -> {
            ledger.accept(event);
            if (event.type().equals(Event.USAGE) && event.text("error_type").equals(error)) {
                records.merge(event.subject(), 1L, Long::sum);
            }
        });
        assertThat(lines).as("errors of hooks").noneMatch(line -> line.startsWith("foreign"));
        return row(lines, records, ledger.told("hook_failed"));
    }

    private Row row(List<String> lines, Map<String, Long> records, long told) {
        Row row = Row.NONE;
        for (String line : lines) {
            if (line.startsWith("dive-")) {
                String[] words = line.split(" ");
                long cameBack = Long.parseLong(words[1]);
                long thrownOut = Long.parseLong(words[2]);
                long found = records.getOrDefault(words[0], 0L);
                // One that was thrown out behind its inference has its record, and has not come back.
                long doubled = Math.max(0, found - cameBack - thrownOut);
                row = row.plus(new Row(thrownOut, cameBack, found, Math.max(0, cameBack - found), doubled, 0));
            }
        }
        // A call may lose both of its hooks, and each is counted; so is that of a dive's scope, and of its thread's
        // start.
        long atMost = 2 * (row.lost() + row.injected() + dives);
        assertThat(told).as("told").isBetween(row.lost(), atMost);
        return row;
    }
}
