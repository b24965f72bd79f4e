package io.meterweave.plugin;

import static io.meterweave.plugin.Calls.CPU;
import static io.meterweave.plugin.Calls.ENGINE;
import static io.meterweave.plugin.Calls.LOCAL_CLIENT;
import static io.meterweave.plugin.Calls.PREDICTOR;
import static io.meterweave.plugin.Calls.engine;
import static io.meterweave.plugin.Calls.model;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.meterweave.record.DeviceTimeSource;
import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.record.Outcome;
import io.meterweave.record.Quantity;
import io.meterweave.record.TokensSource;
import io.meterweave.record.UsageRecord;
import io.meterweave.ring.Counter;
import io.meterweave.ring.Counters;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each request of a batch gets of the call that did its work. */
class SharesTest {
    private static final Facts MODEL = model("predictor");
    private static final Facts[] PAYERS = {payer("a"), payer("b"), payer("c")};

    @TempDir
    Path temp;

    private RecordedRing ring;

    @BeforeEach
    void begin() throws IOException {
        ring = RecordedRing.begin(temp.resolve("counters.dat").toFile());
    }

    private static Facts payer(String subject) {
        return Facts.NONE.with(Fact.SUBJECT, subject);
    }

    private static Inference batch(EntryPoint at, int requests, boolean inOrder) {
        Inference batch = Inference.open(at, MODEL);
        batch.set(Quantity.ITEMS, requests);
        Shares shares = batch.split(requests, inOrder);
        for (int i = 0; i < requests; i++) {
            shares.payer(i, PAYERS[i % PAYERS.length]);
        }
        batch.start();
        return batch;
    }

    /** An engine call that counts its rows for whoever wants to know, and takes so long on its device. */
    private static void rows(long nanos, long... tokens) {
        Inference call = Inference.open(ENGINE, CPU);
        Shares wanted = call.rowsWanted();
        long sum = 0;
        if (wanted != null) {
            wanted.beginRows();
        }
        for (long row : tokens) {
            if (wanted != null) {
                wanted.row(row);
            }
            sum += row;
        }
        call.set(Quantity.INPUT_TOKENS, sum);
        call.tokensSource(TokensSource.COUNTED);
        call.start();
        call.set(Quantity.DEVICE_TIME_NS, nanos);
        call.deviceTimeSource(DeviceTimeSource.MEASURED);
        call.finish(null);
    }

    private static void elsewhere(long... tokens) throws InterruptedException {
        Carried carried = MeterThread.current().capture();
        Thread other = new Thread(() -> {
            int work = HandedWork.begin(carried);
            rows(5, tokens);
            HandedWork.end(work);
        });
        other.start();
        other.join();
    }

    private List<UsageRecord> taken(@Nullable String... subjects) {
        List<UsageRecord> records = ring.take();
        assertThat(records).extracting(one -> one.get(Fact.SUBJECT)).containsExactly(subjects);
        assertThat(records)
                .allSatisfy(one -> assertThat(one.value(Quantity.ITEMS)).isEqualTo(1));
        return records;
    }

    private static void assertUnknownTokens(List<UsageRecord> records) {
        assertThat(records).allSatisfy(one -> {
            assertThat(one.value(Quantity.INPUT_TOKENS)).isEqualTo(UsageRecord.UNKNOWN);
            assertThat(one.tokensSource()).isNull();
        });
    }

    @Test
    void eachRequestHasItsOwnRow() {
        Inference batch = batch(PREDICTOR, 4, true);
        rows(1_003, 3, 0, 8, 5);
        batch.finish(null);
        List<UsageRecord> records = taken("a", "b", "c", "a");
        assertThat(records).extracting(one -> one.value(Quantity.INPUT_TOKENS)).containsExactly(3L, 0L, 8L, 5L);
        assertThat(records).allSatisfy(one -> {
            assertThat(one.tokensSource()).isEqualTo(TokensSource.COUNTED);
            assertThat(one.deviceTimeSource()).isEqualTo(DeviceTimeSource.APPORTIONED);
            assertThat(one.outcome()).isEqualTo(Outcome.OK);
            assertThat(one.get(Fact.DEVICE)).isEqualTo("cpu");
            assertThat(one.get(Fact.SCOPE_ID))
                    .isNotNull()
                    .isEqualTo(records.get(0).get(Fact.SCOPE_ID));
            assertThat(one.get(Fact.PARENT)).isNull();
            assertThat(one.value(Quantity.WALL_TIME_NS))
                    .isEqualTo(records.get(0).value(Quantity.WALL_TIME_NS));
        });
        assertThat(records)
                .extracting(one -> one.value(Quantity.DEVICE_TIME_NS))
                .containsExactly(251L, 251L, 251L, 250L);
    }

    @ParameterizedTest
    @CsvSource({"1,0", "2,1", "3,2", "7,0", "7,6", "200,199", "200,9223372036854775807"})
    void partsOfTheTimeAddUpToTheWhole(int requests, long nanos) {
        Inference batch = batch(PREDICTOR, requests, true);
        rows(nanos, new long[requests]);
        batch.finish(null);
        List<UsageRecord> records = ring.take();
        assertThat(records).hasSize(requests);
        long[] parts = records.stream()
                .mapToLong(one -> one.value(Quantity.DEVICE_TIME_NS))
                .toArray();
        long sum = 0;
        for (long part : parts) {
            sum += part;
            assertThat(part).isBetween(nanos / requests, nanos / requests + 1);
        }
        assertThat(sum).isEqualTo(nanos);
    }

    @Test
    void aSingleRequestHasAllOfTheCall() {
        Inference batch = batch(PREDICTOR, 1, false);
        rows(7, 5);
        rows(8, 6, 4);
        batch.finish(null);
        UsageRecord one = taken("a").get(0);
        assertThat(one.value(Quantity.INPUT_TOKENS)).isEqualTo(15);
        assertThat(one.value(Quantity.DEVICE_TIME_NS)).isEqualTo(15);
        assertThat(one.deviceTimeSource()).isEqualTo(DeviceTimeSource.MEASURED);
        assertThat(one.get(Fact.SCOPE_ID)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two calls",
                "fewer rows",
                "more rows",
                "no rows",
                "other order",
                "another thread",
                "more there",
                "estimated"
            })
    void tokensAreUnknownWhereNobodyCanTellWhoseTheyAre(String why) throws InterruptedException {
        Inference batch = batch(PREDICTOR, 2, !why.equals("other order"));
        switch (why) {
            case "two calls" -> {
                rows(5, 0, 0);
                rows(5, 1, 2);
            }
            case "fewer rows" -> rows(10, 3);
            case "more rows" -> rows(10, 1, 2, 0);
            case "no rows" -> engine(3);
            case "another thread" -> elsewhere(1, 2);
            case "more there" -> {
                rows(5, 1, 2);
                elsewhere(1);
            }
            case "estimated" -> {
                rows(10, 1, 2);
                batch.set(Quantity.INPUT_TOKENS, 3);
                batch.tokensSource(TokensSource.ESTIMATED);
            }
            default -> rows(10, 1, 2);
        }
        batch.finish(null);
        assertUnknownTokens(taken("a", "b"));
    }

    @Test
    void aBatchThatFailsIsAnErrorOfEach() {
        Inference batch = batch(PREDICTOR, 3, true);
        batch.finish(new IllegalStateException());
        assertThat(taken("a", "b", "c")).allSatisfy(one -> {
            assertThat(one.outcome()).isEqualTo(Outcome.ERROR);
            assertThat(one.get(Fact.ERROR_TYPE)).isEqualTo("java.lang.IllegalStateException");
            assertThat(one.value(Quantity.DEVICE_TIME_NS)).isEqualTo(UsageRecord.UNKNOWN);
        });
    }

    @Test
    void whatIsMadeInsideNamesTheBatchAndTheNextCallIsNotSplit() {
        Inference batch = batch(PREDICTOR, 2, true);
        Calls.call(PREDICTOR, model("other"), () -> rows(3, 9));
        rows(10, 1, 2);
        batch.finish(null);
        engine(PREDICTOR, CPU, 4);
        List<UsageRecord> records = ring.take();
        assertThat(records).hasSize(4);
        assertThat(records.get(0).get(Fact.PARENT))
                .isNotNull()
                .isEqualTo(records.get(1).get(Fact.SCOPE_ID));
        assertThat(records.get(0).value(Quantity.INPUT_TOKENS)).isEqualTo(9);
        assertThat(records.get(2).value(Quantity.INPUT_TOKENS)).isEqualTo(2);
        assertThat(records.get(3).get(Fact.SUBJECT)).isNull();
        assertThat(records.get(3).get(Fact.SCOPE_ID)).isNull();
    }

    @Test
    void aBatchInsideOfAClientsCallIsPartOfThat() {
        Calls.call(LOCAL_CLIENT, model("client"), () -> {
            Inference batch = batch(PREDICTOR, 2, true);
            rows(10, 1, 2);
            batch.finish(null);
        });
        assertThat(ring.take()).singleElement().satisfies(one -> {
            assertThat(one.get(Fact.SUBJECT)).isNull();
            assertThat(one.get(Fact.SCOPE_ID)).isNull();
            assertThat(one.value(Quantity.INPUT_TOKENS)).isEqualTo(3);
            assertThat(one.value(Quantity.ITEMS)).isEqualTo(2);
        });
    }

    @Test
    void recordsThatAreMissingBecauseOneFailedAreCounted() {
        Inference batch = batch(PREDICTOR, 5, true);
        ring.failAfter(2);
        try {
            batch.finish(null);
        } catch (IllegalStateException e) {
            Metering.hookFailed(e); // As the dispatcher does for what an advice throws.
        }
        assertThat(ring.take()).hasSize(2);
        assertThat(ring.count(Counter.HOOK_FAILED)).isEqualTo(3);
    }

    @Test
    void splittingAllocatesNothing() throws IOException {
        Metering.begin(new Nowhere(), Counters.open(temp.resolve("none.dat").toFile()), Map.of(), line -> {});
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] tokens = {3, 4, 5};
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int call = 0; call < 20_000; call++) {
                Inference batch = batch(PREDICTOR, 3, true);
                rows(10, tokens);
                batch.finish(null);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isLessThan(20_000);
    }
}
