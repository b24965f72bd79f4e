package io.meterweave.agent;

import io.meterweave.journal.Epoch;
import io.meterweave.journal.Recovery;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A dead epoch that is ours now: locked, and all that its JVM metered is in its journal.
 *
 * @param epoch locked; to be closed when it has been shipped
 * @param recovery how its journal was completed; null where an earlier taker has done that
 */
public record Takeover(Epoch epoch, @Nullable Recovery recovery) {
    /**
     * Takes an epoch over, if its JVM is dead and nobody else has it.
     *
     * @param by who: an epoch's id, or the name of a command
     * @return null where somebody holds its lock
     * @throws IOException where it cannot be locked or completed; it is not locked then
     */
    public static @Nullable Takeover of(Epoch epoch, String by) throws IOException {
        Epoch locked = epoch.tryLock();
        if (locked == null || locked.isAdopted()) {
            return locked == null ? null : new Takeover(locked, null);
        }
        try {
            Recovery recovery = Recovery.run(locked);
            locked.adoptedBy(by);
            return new Takeover(locked, recovery);
        } catch (IOException | RuntimeException | Error e) {
            locked.close();
            throw e;
        }
    }
}
