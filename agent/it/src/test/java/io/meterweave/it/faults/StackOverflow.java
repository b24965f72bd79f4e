package io.meterweave.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.Dump;
import io.meterweave.it.Event;
import io.meterweave.it.app.Deep;
import io.meterweave.it.fork.ForkedJvm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls so near the stack's end that they, or the hooks around them, overflow it, on threads that die of that or not. A
 * call that returned has its record, or is told as lost; no error of a hook reaches the application.
 */
final class StackOverflow implements Fault {
    private static final int DIVES = 40;

    @Override
    public String name() {
        return "StackOverflowError in hooks, death of their threads";
    }

    @Override
    public boolean mayLose() {
        return true;
    }

    @Override
    public Row strike(Scene scene) {
        Map<String, Long> ok = new HashMap<>();
        Ledger ledger = new Ledger();
        List<String> lines;
        try (ForkedJvm jvm = scene.service().main(Deep.class, DIVES).start()) {
            jvm.awaitLine("calls=");
            jvm.kill();
            lines = jvm.lines();
        }
        Dump.stream(scene.jdk(), scene.dir(), event -> {
            ledger.accept(event);
            if (event.type().equals(Event.USAGE) && event.text("outcome").equals("ok")) {
                ok.merge(event.subject(), 1L, Long::sum);
            }
        });
        assertThat(lines).as("errors of hooks").noneMatch(line -> line.startsWith("foreign"));
        Row row = Row.NONE;
        for (String line : lines) {
            if (line.startsWith("dive-")) {
                String[] words = line.split(" ");
                long returned = Long.parseLong(words[1]);
                long made = ok.getOrDefault(words[0], 0L);
                long lost = Math.max(0, returned - made);
                // A call whose last step overflowed has its record, and has not returned.
                long doubled = Math.max(0, made - returned - Long.parseLong(words[2]));
                row = row.plus(new Row(Long.parseLong(words[2]), returned, made, lost, doubled, 0));
            }
        }
        long unreported = Math.max(0, row.lost() - ledger.told("hook_failed"));
        return row.plus(new Row(0, 0, 0, 0, 0, unreported));
    }
}
