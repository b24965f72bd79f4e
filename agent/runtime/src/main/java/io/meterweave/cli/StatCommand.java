package io.meterweave.cli;

import io.meterweave.journal.Epoch;
import io.meterweave.journal.JournalException;
import io.meterweave.stat.EpochStat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what agents are doing, from the files that they count in: nothing is locked, recovered or written. */
@Command(
        name = "stat",
        description =
                "Shows what the agents are doing, or were doing last: what is journaled, waits, is shipped or lost.")
final class StatCommand implements Callable<Integer> {
    private static final String CLEAR_SCREEN = "\u001b[H\u001b[J";
    private static final long FOLLOW_MILLIS = 1000;

    private final Output out;
    private final Messages messages;
    private final Set<Path> dead = new HashSet<>();
    private final Set<String> said = new HashSet<>();

    @Mixin
    private DirectoryOption directory = new DirectoryOption();

    @Option(names = "--format", paramLabel = "FORMAT", description = "table or json (default: table).")
    private StatFormat format = StatFormat.TABLE;

    @Option(names = "--follow", description = "Goes on, and prints anew every second, until interrupted.")
    private boolean follow;

    StatCommand(Output out, Messages messages) {
        this.out = out;
        this.messages = messages;
    }

    @Override
    public Integer call() throws OutputException {
        for (boolean first = true; ; first = false) {
            List<EpochStat> epochs = read();
            if (!first && out.isTerminal()) {
                out.text(CLEAR_SCREEN);
            } else if (!first && format == StatFormat.TABLE) {
                out.text("\n");
            }
            if (format == StatFormat.JSON) {
                StatJson.render(epochs, System.currentTimeMillis(), out);
            } else {
                StatTable.render(epochs, System.currentTimeMillis(), out);
            }
            out.flush();
            if (!follow) {
                return said.isEmpty() ? ExitCode.OK : ExitCode.UNREADABLE;
            }
            try {
                Thread.sleep(FOLLOW_MILLIS);
            } catch (InterruptedException e) {
                return said.isEmpty() ? ExitCode.OK : ExitCode.UNREADABLE;
            }
        }
    }

    private List<EpochStat> read() {
        List<EpochStat> epochs = new ArrayList<>();
        for (Path dir : Epoch.directories(directory.path())) {
            try {
                EpochStat stat = EpochStat.read(Epoch.at(dir), isLive(dir));
                stat.unknown().forEach(why -> say(dir, why + "; what it would say is not shown"));
                epochs.add(stat);
            } catch (JournalException e) {
                if (Files.exists(dir)) { // Otherwise it was deleted meanwhile.
                    say(dir, EpochAccess.reason(e) + "; it is left out");
                }
            }
        }
        return epochs;
    }

    /** An epoch that was dead once is dead for good: its lock is left to those who take it over. */
    private boolean isLive(Path dir) {
        if (!dead.contains(dir) && !LockProbe.isHeld(dir)) {
            dead.add(dir);
        }
        return !dead.contains(dir);
    }

    private void say(Path dir, String what) {
        String line = "epoch " + dir.getFileName() + ": " + what;
        if (said.add(line)) {
            messages.say(line);
        }
    }
}
