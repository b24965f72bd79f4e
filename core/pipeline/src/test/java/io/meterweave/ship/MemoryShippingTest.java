package io.meterweave.ship;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.journal.EpochId;
import io.meterweave.journal.EpochIdentity;
import io.meterweave.journal.JournalWriter;
import io.meterweave.journal.MemoryJournal;
import io.meterweave.journal.SealOptions;
import io.meterweave.record.Facts;
import io.meterweave.record.Quantity;
import io.meterweave.record.UsageDraft;
import io.meterweave.ring.Counter;
import io.meterweave.ring.Counters;
import io.meterweave.ring.HeapRing;
import io.meterweave.ring.RingWriter;
import io.meterweave.spi.ExportException;
import io.meterweave.spi.RefusedException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From a heap ring through a journal in memory to a target: what is acknowledged is let go, what is not is kept. */
@Timeout(60)
class MemoryShippingTest {
    private static final int RECORDS = 3_000;

    private final EpochIdentity identity = new EpochIdentity(EpochId.next(), "service", "instance");
    private final Counters counters = Counters.inMemory();
    private final HeapRing ring = new HeapRing(4096, 4 << 20, 0);
    private final MemoryJournal journal = new MemoryJournal(16 << 20);
    private final JournalWriter writer = new JournalWriter(identity, journal, counters, SealOptions.DEFAULT);
    private final List<String> complaints = new ArrayList<>();

    private void offer(int records) {
        RingWriter mine = new RingWriter();
        UsageDraft draft = new UsageDraft();
        for (int i = 0; i < records; i++) {
            draft.begin(Facts.NONE, Facts.NONE);
            draft.set(Quantity.INPUT_TOKENS, i);
            int length = draft.encode();
            assertThat(ring.offer(mine, draft.bytes(), length)).isTrue();
        }
        while (writer.drain(ring, () -> {}) > 0) {
            // Until it is empty.
        }
    }

    private Shipper ship(ScriptedExporter exporter, long millis) throws Exception {
        Shipper shipper = new Shipper("hub", exporter, counters, complaints::add, Pace.DEFAULT, new Backoff(1_000_000));
        shipper.addInMemory(identity, journal);
        shipper.stop(millis * 1_000_000);
        shipper.run();
        return shipper;
    }

    @Test
    void whatIsAcknowledgedIsLetGo() throws Exception {
        offer(RECORDS);
        writer.seal("shutdown", true);
        ScriptedExporter exporter = new ScriptedExporter(attempt -> {
            if (attempt == 0) {
                throw new ExportException("later", null);
            }
        });
        ship(exporter, 30_000);
        assertThat(exporter.delivered).hasSize(RECORDS + 1).doesNotHaveDuplicates();
        assertThat(exporter.delivered.get(RECORDS)).isEqualTo(identity.epoch() + "." + (RECORDS + 1));
        assertThat(journal.unacknowledged()).isZero();
    }

    @Test
    void whatIsNotIsKept() throws Exception {
        offer(RECORDS);
        ScriptedExporter exporter = new ScriptedExporter(attempt -> {
            if (attempt > 0) {
                throw new ExportException("no", null);
            }
        });
        ship(exporter, 300);
        assertThat(journal.unacknowledged()).isEqualTo(RECORDS - exporter.delivered.size());
    }

    @Test
    void whatIsRefusedForGoodIsCountedAsLost() throws Exception {
        offer(10);
        ScriptedExporter exporter = new ScriptedExporter(attempt -> {
            if (attempt == 0) {
                throw new RefusedException(List.of(new RefusedException.Refusal(3, "bad subject")));
            }
        });
        assertThat(ship(exporter, 30_000).refused()).isEqualTo(1);
        assertThat(exporter.delivered).hasSize(9);
        assertThat(counters.get(Counter.REFUSED)).isEqualTo(1);
        assertThat(complaints).singleElement().asString().contains("counted as lost");
        assertThat(journal.unacknowledged()).isZero();
    }
}
