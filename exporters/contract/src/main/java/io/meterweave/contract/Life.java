package io.meterweave.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.journal.Epoch;
import io.meterweave.journal.Journal;
import io.meterweave.journal.JournalReader;
import io.meterweave.ring.Counters;
import io.meterweave.ship.DeadLetters;
import io.meterweave.ship.Shipper;
import io.meterweave.spi.ExportException;
import io.meterweave.spi.UsageEvent;
import io.meterweave.spi.UsageExporter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One life of a JVM that ships an epoch: until nothing is left, or until it dies. Death is an {@link Error} that is thrown in its
 * shipper; no process ends. It mends its target at the first failure.
 */
final class Life implements UsageExporter {
    /** When it dies, at its first export. Its exporter is closed only afterwards, so that the test leaves nothing open. */
    enum Death {
        NONE,
        BEFORE_EXPORT,
        AFTER_EXPORT
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final ContractTarget target;
    private final Epoch home;
    private final ContractEpoch epoch;
    private final UsageExporter exporter;
    private final List<String> sent = new ArrayList<>();
    private final List<Throwable> wrong = new ArrayList<>();
    private Death death = Death.NONE;

    Life(ExporterUnderTest subject, ContractTarget target, Epoch home, ContractEpoch epoch) {
        this.target = target;
        this.home = home;
        this.epoch = epoch;
        this.exporter = Trial.create(subject, target);
    }

    /** The ids of what was sent, in order, once for each time. */
    List<String> sent() {
        return sent;
    }

    /** Lives, and answers when that is over. */
    void ship(Counters counters, Death when) throws IOException, InterruptedException {
        death = when;
        Shipper shipper = new Shipper(Trial.NAME, this, counters, line -> note(Trial.thrownBy(target::mend)));
        shipper.add(home.identity(), watched(), home.cursor(Trial.NAME), DeadLetters.of(home, Trial.NAME), null);
        // It delivers what is there and ends; how long that may take counts from here.
        long nanos = target.patience().multipliedBy(3).toNanos();
        shipper.stop(nanos);
        Thread thread = new Thread(shipper, "contract-ship");
        thread.setDaemon(true);
        thread.start();
        thread.join(TimeUnit.NANOSECONDS.toMillis(nanos));
        assertThat(thread.isAlive()).as("shipping, after %s", target.patience()).isFalse();
        exporter.close();
        assertThat(wrong).isEmpty();
    }

    private void note(@Nullable Throwable thrown) {
        if (thrown != null) {
            wrong.add(thrown);
        }
    }

    @Override
    public void export(List<UsageEvent> batch) throws ExportException {
        if (death == Death.BEFORE_EXPORT) {
            throw new Killed();
        }
        sent.addAll(Arrivals.ids(batch));
        exporter.export(batch);
        if (death == Death.AFTER_EXPORT) {
            throw new Killed();
        }
    }

    @Override
    public int fitting(List<UsageEvent> batch) {
        return exporter.fitting(batch);
    }

    @Override
    public void close() {
        if (death == Death.NONE) {
            exporter.close();
        }
    }

    /** Told by the shipper when it has moved its cursor. */
    private void acknowledged() throws Exception {
        int passed = (int) home.acknowledged(Trial.NAME);
        assertThat(Arrivals.of(target).has(epoch.all().subList(0, passed)))
                .as("the cursor stands at %s, and the target has all behind it", passed)
                .isTrue();
    }

    private Journal watched() {
        return new Journal() {
            @Override
            public JournalReader reader() {
                return new Watched(epoch.journal.reader());
            }

            @Override
            public JournalReader tail(long entries) {
                return epoch.journal.tail(entries);
            }

            @Override
            public void append(ByteBuffer entry) {
                epoch.journal.append(entry);
            }

            @Override
            public void force() {}

            @Override
            public void backward(Visitor visitor) {
                epoch.journal.backward(visitor);
            }

            @Override
            public void close() {}
        };
    }

    private final class Watched implements JournalReader {
        private final JournalReader reader;

        Watched(JournalReader reader) {
            this.reader = reader;
        }

        /** Told here and not handed on: a later life reads it again, where its cursor does not know better. */
        @Override
        public void acknowledge(long position) {
            note(Trial.thrownBy(Life.this::acknowledged));
        }

        @Override
        public @Nullable ByteBuffer next() {
            return reader.next();
        }

        @Override
        public long position() {
            return reader.position();
        }

        @Override
        public void moveTo(long position) {
            reader.moveTo(position);
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
