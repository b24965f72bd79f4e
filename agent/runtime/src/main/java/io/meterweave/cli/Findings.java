package io.meterweave.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What reading a directory has brought to light beside the events. */
final class Findings {
    /** What is said of an epoch whose journal was damaged at its end. */
    static final String REBUILT =
            "its journal was damaged and is rebuilt from what was whole; what is missing at its end"
                    + " is in no count: compare with what was delivered; the damaged files are kept beside it, in journal.damaged";

    private final Messages messages;
    private int live;
    private int dead;
    private final Set<String> unreadable = new HashSet<>();
    private int unrecovered;
    private int rebuilt;
    private final List<SequenceCheck> checks = new ArrayList<>();
    private long corrupt;

    Findings(Messages messages) {
        this.messages = messages;
    }

    /** An epoch is being read, and its sequences are held against their promise on the way. */
    void opened(boolean isLive, SequenceCheck sequences) {
        checks.add(sequences);
        if (isLive) {
            live++;
        } else {
            dead++;
        }
    }

    /** A live epoch's JVM has ended since. */
    void died() {
        live--;
        dead++;
    }

    /** An epoch that cannot be read, or not to its end. */
    void unreadable(String epoch, String cause) {
        unreadable.add(epoch);
        messages.say("epoch " + epoch + " cannot be read: " + cause
                + (cause.indexOf(';') < 0 ? "; the other epochs are not touched by this" : ""));
    }

    /**
     * A dead epoch whose journal is read as it is, without what its ring still holds.
     *
     * @param cause null where that is not so
     */
    void unrecovered(String epoch, @Nullable String cause) {
        if (cause != null) {
            unrecovered++;
            messages.say("epoch " + epoch + ": its ring was not recovered, its last records may be missing: " + cause
                    + (cause.indexOf(';') < 0 ? "; restore the journal from a backup" : ""));
        }
    }

    /** An epoch whose journal is not the one that its JVM wrote. */
    void rebuilt(String epoch) {
        rebuilt++;
        messages.say("epoch " + epoch + ": " + REBUILT);
    }

    /** An entry whose bytes are not those that were written. */
    void corrupt() {
        corrupt++;
    }

    /** Says how many entries of an epoch were left out. */
    void corrupt(String epoch, long entries, String first) {
        messages.say("epoch " + epoch + ": " + entries + (entries == 1 ? " entry is" : " entries are")
                + " corrupt and left out, the first: " + first + "; restore the journal from a backup");
    }

    /** Says what an epoch's sequences do not keep of their promise. */
    void sequences(String epoch, SequenceCheck check) {
        if (check.missing() > 0) {
            messages.say("epoch " + epoch + ": " + check.missing() + " of its events are missing, the first: sequence "
                    + check.firstMissing() + "; restore the journal from a backup");
        }
        if (check.repeated() > 0) {
            messages.say(
                    "epoch " + epoch + ": " + check.repeated() + " of its entries are out of sequence and left out,"
                            + " the first: sequence " + check.firstRepeated() + "; restore the journal from a backup");
        }
    }

    long missingEvents() {
        return checks.stream().mapToLong(SequenceCheck::missing).sum();
    }

    long repeatedEvents() {
        return checks.stream().mapToLong(SequenceCheck::repeated).sum();
    }

    int liveEpochs() {
        return live;
    }

    int deadEpochs() {
        return dead;
    }

    int unreadableEpochs() {
        return unreadable.size();
    }

    int unrecoveredEpochs() {
        return unrecovered;
    }

    int rebuiltEpochs() {
        return rebuilt;
    }

    long corruptEntries() {
        return corrupt;
    }

    /** A number that differs whenever any of these does. */
    int state() {
        return Objects.hash(live, dead, unreadable.size(), unrecovered, corrupt, missingEvents(), repeatedEvents());
    }

    int exitCode() {
        if (!unreadable.isEmpty() || unrecovered > 0) {
            return ExitCode.UNREADABLE;
        }
        return rebuilt > 0 || corrupt > 0 || missingEvents() > 0 || repeatedEvents() > 0 ? ExitCode.FAULT : ExitCode.OK;
    }
}
