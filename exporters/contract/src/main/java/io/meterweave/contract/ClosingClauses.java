package io.meterweave.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.spi.ExportException;
import io.meterweave.spi.RefusedException;
import io.meterweave.spi.UsageEvent;
import io.meterweave.spi.UsageExporter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Closing, in order and out of it. */
interface ClosingClauses extends ExporterUnderTest {
    /** Settings are looked at, and nothing else: an exporter that has sent nothing is as easily closed. */
    @Test
    default void isMadeAndClosedWhileTheTargetIsAway() throws Exception {
        try (Trial trial = new Trial(this, target())) {
            trial.target.begin(trial.target.faults().iterator().next());
            UsageExporter another = Trial.create(this, trial.target);
            another.close();
            another.close();
            trial.closeExporter();
            trial.target.mend();
        }
    }

    /** Threads of a library, which all exporters share, may stay where they do not keep the JVM alive. */
    @Test
    default void noThreadIsLeftByAnyExporter() throws Exception {
        ContractEpoch epoch = new ContractEpoch();
        try (Trial trial = new Trial(this, target())) {
            trial.deliver(epoch.next(10));
            trial.closeExporter();
            Set<Thread> before = Thread.getAllStackTraces().keySet();
            List<Thread> started = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                List<UsageEvent> batch = epoch.next(10);
                UsageExporter exporter = Trial.create(this, trial.target);
                trial.deliver(exporter, batch);
                Set<Thread> during = new HashSet<>(Thread.getAllStackTraces().keySet());
                during.removeAll(before);
                started.addAll(during);
                trial.ended(trial.begin(() -> Trial.thrownBy(exporter::close)), "close");
            }
            started.removeIf(thread -> thread.getName().startsWith("contract-") || trial.target.isForeign(thread));
            for (Thread thread : started) {
                thread.join(trial.target.patience().toMillis());
                assertThat(thread.isAlive()).as("%s lives on", thread).isFalse();
            }
        }
    }

    /** While batch follows batch: what was acknowledged by then has arrived, and what was not has failed. */
    @Test
    default void closingUnderLoadEndsInTimeAndLosesNothing() throws Exception {
        ContractEpoch epoch = new ContractEpoch();
        List<UsageEvent> acknowledged = new ArrayList<>();
        CountDownLatch some = new CountDownLatch(3);
        try (Trial trial = new Trial(this, target())) {
            AtomicBoolean closing = new AtomicBoolean();
            FutureTask<@Nullable Throwable> load = trial.begin(() -> Trial.thrownBy(() -> {
                for (int i = 0; i < 60; i++) {
                    List<UsageEvent> batch = epoch.next(20);
                    Throwable thrown = Trial.thrownBy(() -> trial.exporter.export(batch));
                    assertFailedAtMost(thrown);
                    if (thrown == null) {
                        acknowledged.addAll(batch);
                        some.countDown();
                    } else if (closing.get()) {
                        return;
                    }
                }
            }));
            assertThat(some.await(trial.target.patience().toMillis(), TimeUnit.MILLISECONDS))
                    .as("three batches in time, %s", load)
                    .isTrue();
            closing.set(true);
            closeElsewhere(trial);
            assertThat(trial.ended(load, "export beside close")).isNull();
            assertThat(Arrivals.of(trial.target).has(acknowledged)).isTrue();
            Arrivals.of(trial.target).assertInOrder(epoch.all());
        }
    }

    @TestFactory
    default Stream<DynamicTest> closingEndsAnExportThatIsNotAnswered() throws Exception {
        try (ContractTarget asked = target()) {
            return !asked.faults().contains(Fault.STALLS)
                    ? Stream.of()
                    : Stream.of(DynamicTest.dynamicTest("closed", this::closedWhileStalled));
        }
    }

    private void closedWhileStalled() throws Exception {
        ContractEpoch epoch = new ContractEpoch();
        try (Trial trial = new Trial(this, target())) {
            trial.deliver(epoch.next(10));
            trial.target.begin(Fault.STALLS);
            List<UsageEvent> batch = epoch.next(10);
            FutureTask<@Nullable Throwable> export = trial.beginExport(batch);
            trial.target.awaitMet();
            closeElsewhere(trial);
            Throwable thrown = trial.ended(export, "export beside close");
            assertFailedAtMost(thrown);
            trial.target.mend();
            assertThat(thrown != null || Arrivals.of(trial.target).has(batch)).isTrue();
            try (UsageExporter next = Trial.create(this, trial.target)) {
                trial.deliver(next, batch);
            }
            Arrivals.of(trial.target).assertAre(epoch.all());
        }
    }

    /** Closes twice, on a thread that is not the exporter's. */
    private static void closeElsewhere(Trial trial) {
        FutureTask<@Nullable Throwable> closing = new FutureTask<>(() -> Trial.thrownBy(() -> {
            trial.exporter.close();
            trial.exporter.close();
        }));
        Thread thread = new Thread(closing, "contract-close");
        thread.setDaemon(true);
        thread.start();
        assertThat(trial.ended(closing, "close")).isNull();
    }

    private static void assertFailedAtMost(@Nullable Throwable thrown) {
        if (thrown != null) {
            assertThat(thrown).isInstanceOf(ExportException.class).isNotInstanceOf(RefusedException.class);
        }
    }
}
