package io.meterweave.plugin;

import static io.meterweave.plugin.Calls.CPU;
import static io.meterweave.plugin.Calls.PREDICTOR;
import static io.meterweave.plugin.Calls.call;
import static io.meterweave.plugin.Calls.engine;
import static io.meterweave.plugin.Calls.model;
import static io.meterweave.plugin.Calls.reporting;
import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.plugin.EntryPoint.EngineCalls;
import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.record.Quantity;
import io.meterweave.record.TokensSource;
import io.meterweave.record.UsageRecord;
import io.meterweave.ring.Counter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Methods of the application's own: what the calls inside of one mean, who pays in it, and which calls are one. */
class MethodRuleTest {
    private static final EntryPoint METHOD = method(EngineCalls.UNDECLARED, "a()V");
    private static final EntryPoint STEPS = method(EngineCalls.STEPS, "b()V");
    private static final Facts OUTER = Facts.NONE.with(Fact.SUBJECT, "outer");
    private static final Facts INNER = Facts.NONE.with(Fact.SUBJECT, "inner");

    @TempDir
    Path temp;

    private RecordedRing ring;

    @BeforeEach
    void begin() throws IOException {
        ring = RecordedRing.begin(temp.resolve("counters.dat").toFile());
    }

    @AfterEach
    void nobodyPaysForWhatComesLater() {
        ring.take();
        engine(3);
        assertThat(ring.take()).singleElement().satisfies(one -> {
            assertThat(one.get(Fact.SUBJECT)).isNull();
            assertThat(one.get(Fact.PARENT)).isNull();
        });
    }

    private static EntryPoint method(EngineCalls engines, String signature) {
        return EntryPoint.ofMethod(Locality.LOCAL, engines, signature);
    }

    private static Inference open(EntryPoint at, @Nullable Facts payer, @Nullable Object instance) {
        Inference call = Inference.openMethod(at, model("method"), payer, instance);
        assertThat(call).isNotNull();
        call.start();
        return call;
    }

    private static void step(long rows, long tokens, @Nullable Throwable thrown) {
        Inference step = Inference.open(Calls.ENGINE, CPU);
        step.set(Quantity.ITEMS, rows);
        if (tokens >= 0) {
            step.set(Quantity.INPUT_TOKENS, tokens);
            step.tokensSource(TokensSource.ESTIMATED);
        }
        step.start();
        step.finish(thrown);
    }

    private UsageRecord steps(Runnable inside) {
        Inference call = open(STEPS, null, null);
        inside.run();
        call.finish(null);
        List<UsageRecord> records = ring.take();
        assertThat(records).hasSize(1);
        return records.get(0);
    }

    @Test
    void stepsOfAGenerationMakeATokenForEachRow() {
        UsageRecord record = steps(() -> {
            step(2, 14, null);
            step(2, 2, null);
            step(1, 1, null);
            step(1, 1, new IllegalStateException());
        });
        assertThat(record.value(Quantity.INPUT_TOKENS)).isEqualTo(14);
        assertThat(record.value(Quantity.OUTPUT_TOKENS)).isEqualTo(5);
        assertThat(record.value(Quantity.ITEMS)).isEqualTo(2);
        assertThat(record.tokensSource()).isEqualTo(TokensSource.ESTIMATED);
    }

    @Test
    void promptThatCannotBeReadLeavesTheInputUnknownOnly() {
        UsageRecord record = steps(() -> {
            step(1, -1, null);
            step(1, 7, null);
        });
        assertThat(record.value(Quantity.INPUT_TOKENS)).isEqualTo(UsageRecord.UNKNOWN);
        assertThat(record.value(Quantity.OUTPUT_TOKENS)).isEqualTo(2);
        assertThat(record.tokensSource()).isEqualTo(TokensSource.COUNTED);
    }

    @Test
    void whatIsNoStepLeavesTokensUnknown() {
        UsageRecord withPredictor = steps(() -> {
            step(1, 7, null);
            reporting(PREDICTOR, model("predictor"), 5, 1, () -> {});
        });
        UsageRecord withoutRows = steps(() -> {
            step(1, 7, null);
            step(-1, 1, null);
        });
        for (UsageRecord record : List.of(withPredictor, withoutRows)) {
            assertThat(record.value(Quantity.INPUT_TOKENS)).isEqualTo(UsageRecord.UNKNOWN);
            assertThat(record.value(Quantity.OUTPUT_TOKENS)).isEqualTo(UsageRecord.UNKNOWN);
            assertThat(record.tokensSource()).isNull();
        }
    }

    @Test
    void methodsTimeNeverStandsForADevices() {
        open(METHOD, null, null).finish(null);
        Inference around = open(METHOD, null, null);
        engine(5);
        around.finish(null);
        assertThat(ring.take())
                .extracting(one -> one.value(Quantity.DEVICE_TIME_NS))
                .containsExactly(UsageRecord.UNKNOWN, 1_000L);
    }

    @Test
    void payerIsThatOfTheInnermostMethodUntilItsEnd() {
        EntryPoint remote = EntryPoint.of(Layer.CLIENT, Locality.REMOTE);
        Inference outer = open(METHOD, OUTER, null);
        Inference inner = open(STEPS, INNER, null);
        call(remote, model("in the inner"), () -> {});
        // The application forgets to close it: it does not outlive the method.
        ScopeFrame forgotten = MeterThread.current().openScope(model("forgotten"));
        inner.finish(null);
        call(remote, model("in the outer"), () -> {});
        forgotten.close();
        outer.finish(null);
        assertThat(ring.take())
                .extracting(one -> one.get(Fact.SUBJECT))
                .containsExactly("inner", "inner", "outer", "outer");
    }

    @Test
    void payerOfAMethodWhoseEndIsLostIsNobodysLater() {
        Inference around = open(METHOD, null, null);
        open(STEPS, INNER, null); // A throw passes its end.
        around.finish(null);
        engine(3);
        assertThat(ring.take()).extracting(one -> one.get(Fact.SUBJECT)).containsOnlyNulls();
    }

    @Test
    void failureOfAHookEndsPayersToo() {
        Inference outer = open(METHOD, OUTER, null);
        Metering.hookFailed(new OutOfMemoryError());
        engine(3);
        outer.finish(null);
        assertThat(ring.count(Counter.HOOK_FAILED)).isEqualTo(1);
        assertThat(ring.take()).extracting(one -> one.get(Fact.SUBJECT)).containsExactly(null, "outer");
    }

    @Test
    void overrideThatCallsWhatItOverridesIsOneCall() {
        Object object = new Object();
        EntryPoint overridden = method(EngineCalls.UNDECLARED, "a()V");
        EntryPoint another = method(EngineCalls.UNDECLARED, "a(I)V");
        Inference call = open(METHOD, null, object);
        assertThat(Inference.openMethod(overridden, CPU, INNER, object)).isNull();
        open(METHOD, null, object).finish(null); // The method once more.
        open(overridden, null, new Object()).finish(null);
        open(another, null, object).finish(null);
        Inference library = Inference.open(PREDICTOR, CPU, object, Object.class);
        assertThat(library).isNotNull();
        library.finish(null);
        call.finish(null);
        assertThat(ring.take()).hasSize(4);
    }

    @Test
    void pastCallHasTheTimeThatItIsGiven() {
        Inference known = Inference.openMethod(METHOD, CPU, null, null);
        Inference unknown = Inference.openMethod(METHOD, CPU, null, null);
        assertThat(unknown).isNotNull();
        unknown.finishPast(-1, "quota");
        assertThat(known).isNotNull();
        known.finishPast(77, null);
        List<UsageRecord> records = ring.take();
        assertThat(records.get(0).value(Quantity.WALL_TIME_NS)).isEqualTo(UsageRecord.UNKNOWN);
        assertThat(records.get(0).get(Fact.ERROR_TYPE)).isEqualTo("quota");
        assertThat(records.get(1).value(Quantity.WALL_TIME_NS)).isEqualTo(77);
    }
}
