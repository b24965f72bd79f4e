package io.meterweave.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.ship.Delivery;
import io.meterweave.ship.Patience;
import io.meterweave.spi.ExporterSettings;
import io.meterweave.spi.UsageEvent;
import io.meterweave.spi.UsageExporter;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** An exporter at work on a target, called by one thread as a shipper would, and waited for as long as the target has patience. */
final class Trial implements AutoCloseable {
    static final String NAME = "contract";

    final ContractTarget target;
    final UsageExporter exporter;
    private final LinkedBlockingQueue<FutureTask<?>> work = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::work, "contract-ship");

    Trial(ExporterUnderTest subject, ContractTarget target) {
        this.target = target;
        this.exporter = create(subject, target);
        thread.setDaemon(true);
        thread.start();
    }

    static UsageExporter create(ExporterUnderTest subject, ContractTarget target) {
        return subject.factory().create(settings(subject, target, Map.of()));
    }

    static ExporterSettings settings(ExporterUnderTest subject, ContractTarget target, Map<String, String> more) {
        Map<String, String> options = new HashMap<>(target.options());
        options.put("type", subject.factory().type());
        options.putAll(more);
        return new ExporterSettings(NAME, target.dir(), options);
    }

    private void work() {
        try {
            while (true) {
                work.take().run();
            }
        } catch (InterruptedException e) {
            // The trial is over.
        }
    }

    /** Has the exporter's thread do something. */
    <T> FutureTask<T> begin(Callable<T> task) {
        FutureTask<T> begun = new FutureTask<>(task);
        work.add(begun);
        return begun;
    }

    FutureTask<@Nullable Throwable> beginExport(List<UsageEvent> batch) {
        return begin(() -> thrownBy(() -> exporter.export(batch)));
    }

    /** Exports a batch on the exporter's thread; answers what was thrown, null where the batch is acknowledged. */
    @Nullable Throwable export(List<UsageEvent> batch) {
        return ended(beginExport(batch), "export");
    }

    /** Brings a batch to a target that is in order, as the shipper does: a busy machine may make it late once. */
    void deliver(List<UsageEvent> batch) {
        deliver(exporter, batch);
    }

    /** The same by another exporter, on this one's thread. */
    void deliver(UsageExporter by, List<UsageEvent> batch) {
        List<String> failures = new CopyOnWriteArrayList<>();
        Delivery delivery = new Delivery(NAME, by, failures::add, new Patience());
        assertThat(ended(begin(() -> delivery.deliver(batch)), failures))
                .as("what is refused while the target is in order")
                .isEmpty();
    }

    /** Closes the exporter on its thread. */
    void closeExporter() {
        assertThat(ended(begin(() -> thrownBy(exporter::close)), "close")).isNull();
    }

    /** What a task has answered, which must be there in time. */
    <T> T ended(FutureTask<T> task, Object what) {
        try {
            return task.get(target.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            AssertionError hangs = new AssertionError(what + " has not ended after " + target.patience());
            hangs.setStackTrace(thread.getStackTrace());
            throw hangs;
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What may throw anything. */
    interface Attempt {
        void run() throws Exception;
    }

    /** What is thrown, whatever it is: an exporter may be wrong in every way. */
    static @Nullable Throwable thrownBy(Attempt attempt) {
        try {
            attempt.run();
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            closeExporter();
        } finally {
            thread.interrupt();
            target.close();
        }
    }
}
