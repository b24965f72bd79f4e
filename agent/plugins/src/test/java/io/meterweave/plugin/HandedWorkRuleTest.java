package io.meterweave.plugin;

import static io.meterweave.plugin.Calls.CLIENT;
import static io.meterweave.plugin.Calls.LOCAL_CLIENT;
import static io.meterweave.plugin.Calls.PREDICTOR;
import static io.meterweave.plugin.Calls.call;
import static io.meterweave.plugin.Calls.engine;
import static io.meterweave.plugin.Calls.model;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.record.Quantity;
import io.meterweave.record.UsageRecord;
import io.meterweave.ring.Counter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes back from other threads, and what hooks that failed leave behind. */
class HandedWorkRuleTest {
    private static final int THREADS = 4;

    @TempDir
    Path temp;

    private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    private RecordedRing ring;

    @BeforeEach
    void begin() throws IOException {
        ring = RecordedRing.begin(temp.resolve("counters.dat").toFile());
    }

    @AfterEach
    void end() {
        pool.shutdownNow();
    }

    /** Hands work over as a woven executor does. */
    private Future<?> hand(Runnable work) {
        Carried carried = requireNonNull(MeterThread.current().capture());
        return pool.submit(() -> {
            int entered = MeterThread.current().enter(carried);
            work.run();
            MeterThread.current().leave(entered);
        });
    }

    private static void await(List<Future<?>> futures) {
        for (Future<?> future : futures) {
            try {
                future.get();
            } catch (InterruptedException | ExecutionException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void whatAPoolDidForACallIsPartOfIt() {
        int calls = 500;
        for (int i = 0; i < calls; i++) {
            call(LOCAL_CLIENT, model("client"), () -> {
                List<Future<?>> all = new ArrayList<>();
                for (int task = 0; task < 8; task++) {
                    all.add(hand(() -> call(PREDICTOR, model("predictor"), () -> engine(11))));
                }
                await(all);
            });
        }
        List<UsageRecord> records = ring.take();
        assertThat(records).hasSize(calls).allSatisfy(one -> {
            assertThat(one.get(Fact.PROVIDER)).isEqualTo("client");
            assertThat(one.value(Quantity.INPUT_TOKENS)).isEqualTo(88);
            assertThat(one.value(Quantity.DEVICE_TIME_NS)).isEqualTo(8_000);
        });
    }

    @Test
    void whatEndsAfterTheCallHasARecordOfItsOwn() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        List<Future<?>> late = new ArrayList<>();
        call(
                LOCAL_CLIENT,
                model("client"),
                () -> late.add(hand(() -> call(PREDICTOR, model("late"), () -> {
                    try {
                        ended.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    engine(11);
                }))));
        ended.countDown();
        await(late);
        List<UsageRecord> records = ring.take();
        assertThat(records).extracting(one -> one.get(Fact.PROVIDER)).containsExactly("client", "late");
        assertThat(records.get(0).value(Quantity.INPUT_TOKENS)).isEqualTo(UsageRecord.UNKNOWN);
        assertThat(records.get(1).value(Quantity.INPUT_TOKENS)).isEqualTo(11);
        assertThat(records.get(1).get(Fact.PARENT)).isEqualTo(records.get(0).get(Fact.SCOPE_ID));
    }

    @Test
    void handedWorkPaysLikeItsGiverAndLeavesNothingBehind() {
        ScopeFrame scope = MeterThread.current().openScope(Facts.NONE.with(Fact.SUBJECT, "acme"));
        List<Future<?>> handed = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            handed.add(hand(() -> engine(1)));
        }
        await(handed);
        scope.close();
        assertThat(ring.take())
                .hasSize(THREADS)
                .allSatisfy(one -> assertThat(one.get(Fact.SUBJECT)).isEqualTo("acme"));
        assertThat(MeterThread.current().capture()).isNull();
        List<Future<?>> after = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            after.add(pool.submit(() -> engine(1)));
        }
        await(after);
        assertThat(ring.take())
                .hasSize(THREADS)
                .allSatisfy(one -> assertThat(one.get(Fact.SUBJECT)).isNull());
    }

    @Test
    void workThatRunsOnTheThreadThatIsInACallIsNoPartOfThatCall() {
        ScopeFrame scope = MeterThread.current().openScope(Facts.NONE.with(Fact.SUBJECT, "first"));
        Carried first = requireNonNull(MeterThread.current().capture());
        scope.close();
        ScopeFrame second = MeterThread.current().openScope(Facts.NONE.with(Fact.SUBJECT, "second"));
        call(PREDICTOR, model("predictor"), () -> {
            int entered = MeterThread.current().enter(first);
            engine(5);
            MeterThread.current().leave(entered);
            engine(7);
        });
        second.close();
        List<UsageRecord> records = ring.take();
        assertThat(records).extracting(one -> one.get(Fact.SUBJECT)).containsExactly("first", "second");
        assertThat(records).extracting(one -> one.value(Quantity.INPUT_TOKENS)).containsExactly(5L, 7L);
        assertThat(records.get(0).get(Fact.PARENT)).isNull();
    }

    @Test
    void overridesAreOneCallAndTheSameMethodOnceMoreIsAnother() {
        Object instance = new Object();
        Inference override = requireNonNull(Inference.open(PREDICTOR, model("override"), instance, String.class));
        override.start();
        assertThat(Inference.open(PREDICTOR, model("overridden"), instance, Object.class))
                .isNull();
        assertThat(Inference.open(LOCAL_CLIENT, model("template"), instance, String.class))
                .isNull();
        engine(3);
        Inference again = requireNonNull(Inference.open(PREDICTOR, model("again"), instance, String.class));
        again.start();
        engine(4);
        again.finish(null);
        Inference other = requireNonNull(Inference.open(PREDICTOR, model("other"), new Object(), Object.class));
        other.start();
        other.finish(null);
        override.finish(null);
        List<UsageRecord> records = ring.take();
        assertThat(records).extracting(one -> one.get(Fact.PROVIDER)).containsExactly("again", "other", "override");
        assertThat(records.get(0).value(Quantity.INPUT_TOKENS)).isEqualTo(4);
        assertThat(records.get(2).value(Quantity.INPUT_TOKENS)).isEqualTo(3);
    }

    @Test
    void aHookThatFailedAbsorbsNothing() {
        Inference left = Inference.open(CLIENT, model("left"));
        left.start();
        Metering.hookFailed(new StackOverflowError());
        call(Calls.SDK, model("sdk"), () -> {});
        assertThat(ring.take()).singleElement().satisfies(one -> {
            assertThat(one.get(Fact.PROVIDER)).isEqualTo("sdk");
            assertThat(one.get(Fact.PARENT)).isNull();
        });
        assertThat(ring.count(Counter.HOOK_FAILED)).isEqualTo(1);
    }

    @Test
    void norDoesOneWhoseFailureCouldNotBeCountedAtOnce() {
        long[] uncounted = new long[1];
        Metering.uncountedIn(uncounted);
        Inference left = Inference.open(PREDICTOR, model("left"));
        left.start();
        uncounted[0]++;
        engine(5);
        assertThat(ring.take())
                .singleElement()
                .satisfies(one -> assertThat(one.get(Fact.PROVIDER)).isEqualTo("engine"));
        call(PREDICTOR, model("predictor"), () -> engine(6));
        assertThat(ring.take())
                .singleElement()
                .satisfies(one -> assertThat(one.value(Quantity.INPUT_TOKENS)).isEqualTo(6));
        Metering.uncountedIn(new long[1]);
    }

    @Test
    void aCallThatGoesOnAfterAFailureInsideOfItKeepsWhatItHas() {
        call(PREDICTOR, model("predictor"), () -> {
            engine(5);
            Metering.hookFailed(new IllegalStateException());
            engine(6);
        });
        List<UsageRecord> records = ring.take();
        assertThat(records).extracting(one -> one.get(Fact.PROVIDER)).containsExactly("engine", "predictor");
        assertThat(records).extracting(one -> one.value(Quantity.INPUT_TOKENS)).containsExactly(6L, 5L);
    }
}
