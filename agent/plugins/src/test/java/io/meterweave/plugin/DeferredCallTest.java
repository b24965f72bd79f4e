package io.meterweave.plugin;

import static io.meterweave.plugin.Calls.CLIENT;
import static io.meterweave.plugin.Calls.LOCAL_CLIENT;
import static io.meterweave.plugin.Calls.PREDICTOR;
import static io.meterweave.plugin.Calls.call;
import static io.meterweave.plugin.Calls.engine;
import static io.meterweave.plugin.Calls.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.management.ThreadMXBean;
import io.meterweave.record.DeviceTimeSource;
import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.record.Outcome;
import io.meterweave.record.Quantity;
import io.meterweave.record.TokensSource;
import io.meterweave.record.UsageRecord;
import io.meterweave.ring.Counters;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that outlive their method: one record, whoever ends them, and with all that was used inside of them. */
class DeferredCallTest {
    @TempDir
    Path temp;

    private final ExecutorService pool = Executors.newFixedThreadPool(4);
    private RecordedRing ring;

    @BeforeEach
    void begin() throws IOException {
        ring = RecordedRing.begin(temp.resolve("counters.dat").toFile());
    }

    @AfterEach
    void end() {
        pool.shutdownNow();
    }

    private static DeferredCall deferred(EntryPoint at, Facts model) {
        Inference inference = Inference.open(at, model);
        inference.start();
        return inference.defer();
    }

    /** One item, for which an engine was asked. */
    private static void step(DeferredCall call, long tokens) {
        int work = call.enter();
        engine(tokens);
        call.leave(work);
        call.arrived();
    }

    @Test
    void whoPaysIsWhoPaidWhenTheMethodWasCalled() throws Exception {
        ScopeFrame scope = MeterThread.current().openScope(Facts.NONE.with(Fact.SUBJECT, "acme"));
        Inference inference = Inference.open(LOCAL_CLIENT, model("client"));
        inference.set(Quantity.ITEMS, 1);
        inference.start();
        DeferredCall call = inference.defer();
        scope.close();
        assertThat(ring.take()).isEmpty();
        engine(7); // Not inside of it: its method has returned.
        pool.submit(() -> {
                    ScopeFrame other = MeterThread.current().openScope(Facts.NONE.with(Fact.SUBJECT, "other"));
                    step(call, 3);
                    step(call, 4);
                    call.add(Quantity.OUTPUT_TOKENS, 5);
                    call.tokensSource(TokensSource.REPORTED);
                    call.finish(null);
                    engine(1);
                    other.close();
                })
                .get();
        List<UsageRecord> records = ring.take();
        assertThat(records).extracting(one -> one.get(Fact.SUBJECT)).containsExactly(null, "acme", "other");
        UsageRecord record = records.get(1);
        assertThat(record.outcome()).isEqualTo(Outcome.OK);
        assertThat(record.get(Fact.PROVIDER)).isEqualTo("client");
        assertThat(record.get(Fact.SCOPE_ID)).isNotNull();
        assertThat(record.value(Quantity.ITEMS)).isEqualTo(1);
        assertThat(record.value(Quantity.OUTPUT_TOKENS)).isEqualTo(5);
        assertThat(record.value(Quantity.INPUT_TOKENS)).isEqualTo(UsageRecord.UNKNOWN);
        assertThat(record.value(Quantity.DEVICE_TIME_NS)).isEqualTo(2_000);
        assertThat(record.value(Quantity.TIME_TO_FIRST_TOKEN_NS)).isBetween(1L, record.value(Quantity.WALL_TIME_NS));
    }

    @Test
    void whoeverEndsItThereIsOneRecordAndNoTokenIsLostOrDoubled() throws Exception {
        int calls = 2_000;
        CyclicBarrier barrier = new CyclicBarrier(4);
        DeferredCall[] now = new DeferredCall[calls];
        for (int i = 0; i < calls; i++) {
            now[i] = deferred(PREDICTOR, model("predictor"));
        }
        List<Future<?>> racing = new ArrayList<>();
        for (int racer = 0; racer < 4; racer++) {
            int who = racer;
            racing.add(pool.submit(() -> {
                for (DeferredCall call : now) {
                    barrier.await();
                    switch (who) {
                        case 0 -> call.finish(null);
                        case 1 -> call.cancel();
                        case 2 -> call.finish(new IllegalStateException());
                        default -> step(call, 1);
                    }
                }
                return null;
            }));
        }
        for (Future<?> each : racing) {
            each.get();
        }
        List<UsageRecord> records = ring.take();
        assertThat(records.stream().filter(one -> "predictor".equals(one.get(Fact.PROVIDER))))
                .hasSize(calls);
        assertThat(records.stream()
                        .map(one -> one.get(Fact.SCOPE_ID))
                        .filter(id -> id != null)
                        .distinct())
                .hasSize(calls);
        assertThat(records.stream()
                        .mapToLong(one -> Math.max(0, one.value(Quantity.INPUT_TOKENS)))
                        .sum())
                .isEqualTo(calls);
    }

    @Test
    void whatIsPartOfACallThatHasEndedHasARecordOfItsOwn() {
        DeferredCall[] inside = new DeferredCall[2];
        call(LOCAL_CLIENT, model("client"), () -> {
            inside[0] = deferred(PREDICTOR, model("in time"));
            inside[1] = deferred(PREDICTOR, model("late"));
            step(inside[0], 11);
            inside[0].finish(null);
        });
        step(inside[1], 22);
        inside[1].finish(null);
        List<UsageRecord> records = ring.take();
        assertThat(records).extracting(one -> one.get(Fact.PROVIDER)).containsExactly("client", "late");
        assertThat(records).extracting(one -> one.value(Quantity.INPUT_TOKENS)).containsExactly(11L, 22L);
        assertThat(records.get(1).get(Fact.PARENT)).isEqualTo(records.get(0).get(Fact.SCOPE_ID));
    }

    @Test
    void whatIsMadeInsideAndIsNoPartOfItNamesItAsItsParent() {
        DeferredCall chat = deferred(CLIENT, model("chat"));
        int work = chat.enter();
        engine(5); // Another locality.
        chat.leave(work);
        chat.cancel();
        List<UsageRecord> records = ring.take();
        assertThat(records).hasSize(2);
        assertThat(records.get(0).get(Fact.PARENT))
                .isNotNull()
                .isEqualTo(records.get(1).get(Fact.SCOPE_ID));
        assertThat(records.get(1).outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(records.get(1).value(Quantity.INPUT_TOKENS)).isEqualTo(UsageRecord.UNKNOWN);
    }

    @Test
    void whatWasHandedOverInTheMethodComesBackAfterIt() throws Exception {
        Inference inference = Inference.open(PREDICTOR, model("predictor"));
        inference.start();
        engine(1);
        Carried carried = MeterThread.current().capture();
        DeferredCall call = inference.defer();
        pool.submit(() -> {
                    int work = MeterThread.current().enter(carried);
                    engine(2);
                    MeterThread.current().leave(work);
                })
                .get();
        call.finish(new java.io.FileNotFoundException("not to be told"));
        assertThat(ring.take()).singleElement().satisfies(one -> {
            assertThat(one.value(Quantity.INPUT_TOKENS)).isEqualTo(3);
            assertThat(one.outcome()).isEqualTo(Outcome.ERROR);
            assertThat(one.get(Fact.ERROR_TYPE)).isEqualTo("java.io.FileNotFoundException");
        });
    }

    @Test
    void onceMoreBeginsWithWhatTheMethodKnew() {
        Inference inference = Inference.open(LOCAL_CLIENT, model("client"));
        inference.set(Quantity.INPUT_TOKENS, 9);
        inference.tokensSource(TokensSource.COUNTED);
        inference.start();
        DeferredCall first = inference.defer();
        first.add(Quantity.OUTPUT_TOKENS, 100);
        first.finish(new IllegalStateException());
        DeferredCall second = first.again();
        second.add(Quantity.OUTPUT_TOKENS, 1);
        second.finish(null);
        List<UsageRecord> records = ring.take();
        assertThat(records)
                .extracting(one -> one.value(Quantity.INPUT_TOKENS), one -> one.value(Quantity.OUTPUT_TOKENS))
                .containsExactly(tuple(9L, 100L), tuple(9L, 1L));
        assertThat(records.get(0).get(Fact.SCOPE_ID))
                .isNotEqualTo(records.get(1).get(Fact.SCOPE_ID));
    }

    @Test
    void timeSpentOnItemsStandsForTheDevicesWhereNoEngineTellsItsOwn() {
        DeferredCall pulled = deferred(LOCAL_CLIENT, model("pulled"));
        pulled.pulled(1_000_000_000_000L);
        pulled.pulled(1_000_000_000_000L);
        pulled.finish(null);
        deferred(LOCAL_CLIENT, model("pushed")).finish(null);
        DeferredCall told = deferred(LOCAL_CLIENT, model("told"));
        told.pulled(5);
        step(told, 1);
        told.finish(null);
        List<UsageRecord> records = ring.take();
        assertThat(records.get(0).value(Quantity.DEVICE_TIME_NS)).isBetween(2_000_000_000_000L, 2_100_000_000_000L);
        assertThat(records.get(0).deviceTimeSource()).isEqualTo(DeviceTimeSource.WALL);
        assertThat(records.get(1).value(Quantity.DEVICE_TIME_NS)).isEqualTo(UsageRecord.UNKNOWN);
        assertThat(records.get(2).value(Quantity.DEVICE_TIME_NS)).isEqualTo(1_000);
    }

    @Test
    void aLongStreamKeepsNothingOfItsItems() throws IOException {
        Metering.begin(new Nowhere(), Counters.open(temp.resolve("none.dat").toFile()), Map.of(), line -> {});
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        DeferredCall call = deferred(PREDICTOR, model("predictor"));
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 20_000; i++) {
                step(call, 1);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isLessThan(20_000);
        begin();
        call.finish(null);
        assertThat(ring.take())
                .singleElement()
                .satisfies(one -> assertThat(one.value(Quantity.INPUT_TOKENS)).isEqualTo(100_000));
    }
}
