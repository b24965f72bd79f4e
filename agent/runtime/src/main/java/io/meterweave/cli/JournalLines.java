package io.meterweave.cli;

import io.meterweave.cli.verify.Verification;
import io.meterweave.journal.Epoch;
import io.meterweave.journal.EpochIdentity;
import io.meterweave.journal.Trimmed;
import io.meterweave.record.CloudEventWriter;
import io.meterweave.record.JournalEntry;
import io.meterweave.record.UsageRecord;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes of a journal's entries the lines that are verified. */
final class JournalLines implements EventVisitor {
    private final Verification verification;
    private final Progress progress;
    private @Nullable EpochIdentity current;
    private @Nullable CloudEventWriter writer;

    JournalLines(Verification verification, Progress progress) {
        this.verification = verification;
        this.progress = progress;
    }

    @Override
    public void stands(Epoch epoch, boolean live) {
        verification.journalEpoch(epoch.identity().epoch(), live, isDelivered(epoch), Trimmed.read(epoch.dir()));
    }

    /** Whether there are exporters, and all have acknowledged all of it. Whose file it is cannot be told. */
    private static boolean isDelivered(Epoch epoch) {
        String @Nullable [] names = epoch.dir().resolve("cursors").toFile().list();
        List<String> exporters = names == null
                ? List.of()
                : Arrays.stream(names).filter(name -> name.indexOf('.') < 0).toList();
        return !exporters.isEmpty() && exporters.stream().allMatch(epoch::isComplete);
    }

    @Override
    public void event(EpochIdentity epoch, JournalEntry entry, @Nullable UsageRecord usage) {
        CloudEventWriter to = writer;
        if (to == null || !epoch.equals(current)) {
            current = epoch;
            writer = to = new CloudEventWriter(epoch.epoch(), epoch.source());
        }
        verification.journalLine(epoch.epoch(), entry.sequence(), to.write(entry, usage));
        progress.read();
    }

    @Override
    public void outOfSequence(EpochIdentity epoch, JournalEntry entry, @Nullable UsageRecord usage) {
        event(epoch, entry, usage);
    }

    @Override
    public void damaged(EpochIdentity epoch, String cause) {
        verification.journalDamaged(epoch.epoch(), cause);
    }
}
