package io.meterweave.plugin;

import static io.meterweave.plugin.Calls.CLIENT;
import static io.meterweave.plugin.Calls.CPU;
import static io.meterweave.plugin.Calls.ENGINE;
import static io.meterweave.plugin.Calls.LOCAL_CLIENT;
import static io.meterweave.plugin.Calls.PREDICTOR;
import static io.meterweave.plugin.Calls.SDK;
import static io.meterweave.plugin.Calls.call;
import static io.meterweave.plugin.Calls.engine;
import static io.meterweave.plugin.Calls.model;
import static io.meterweave.plugin.Calls.reporting;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.meterweave.record.DeviceTimeSource;
import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.record.Quantity;
import io.meterweave.record.TokensSource;
import io.meterweave.record.UsageRecord;
import io.meterweave.ring.Counters;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One inference, one record: which calls inside of others have records of their own, and what the others become. */
class ScopeRuleTest {
    @TempDir
    Path temp;

    private RecordedRing ring;

    @BeforeEach
    void begin() throws IOException {
        ring = RecordedRing.begin(temp.resolve("counters.dat").toFile());
    }

    @AfterEach
    void nothingIsLeftOpen() {
        ring.take();
        engine(3);
        assertThat(ring.take()).singleElement().satisfies(one -> {
            assertThat(one.get(Fact.PARENT)).isNull();
            assertThat(one.get(Fact.SCOPE_ID)).isNull();
        });
    }

    @ParameterizedTest
    @EnumSource
    void aCallIsPartOfOneOfTheSameLocalityAndAHigherLayerOnly(Layer outer) {
        for (Layer inner : Layer.values()) {
            for (Locality there : Locality.values()) {
                EntryPoint around = EntryPoint.of(outer, Locality.LOCAL);
                EntryPoint inside = EntryPoint.of(inner, there);
                call(around, model("outer"), () -> call(inside, model("inner"), () -> {}));
                List<UsageRecord> records = ring.take();
                boolean part = there == Locality.LOCAL && inner.ordinal() < outer.ordinal();
                assertThat(records).as(outer + " around " + there + " " + inner).hasSize(part ? 1 : 2);
                UsageRecord last = records.get(records.size() - 1);
                assertThat(last.get(Fact.PROVIDER)).isEqualTo("outer");
                assertThat(last.get(Fact.PARENT)).isNull();
                if (!part) {
                    assertThat(records.get(0).get(Fact.PARENT)).isNotNull().isEqualTo(last.get(Fact.SCOPE_ID));
                }
            }
        }
    }

    @Test
    void aPredictorOverThreeRunsIsOneRecordWithTheirTokens() {
        call(PREDICTOR, model("predictor"), () -> {
            engine(5);
            engine(7);
            engine(11);
        });
        assertThat(ring.take()).singleElement().satisfies(one -> {
            assertThat(one.get(Fact.PROVIDER)).isEqualTo("predictor");
            assertThat(one.get(Fact.REQUEST_MODEL)).isEqualTo("model of predictor");
            assertThat(one.get(Fact.DEVICE)).isEqualTo("cpu");
            assertThat(one.value(Quantity.INPUT_TOKENS)).isEqualTo(23);
            assertThat(one.tokensSource()).isEqualTo(TokensSource.COUNTED);
            assertThat(one.value(Quantity.ITEMS)).isEqualTo(3);
            assertThat(one.value(Quantity.DEVICE_TIME_NS)).isEqualTo(3_000);
            assertThat(one.deviceTimeSource()).isEqualTo(DeviceTimeSource.MEASURED);
        });
    }

    @Test
    void engineCallsAddUpOnlyWhereThatIsDeclared() {
        EntryPoint loop = EntryPoint.of(Layer.PREDICTOR, Locality.LOCAL);
        call(loop, model("loop"), () -> engine(5));
        call(loop, model("loop"), () -> {
            engine(5);
            engine(6);
        });
        List<UsageRecord> records = ring.take();
        assertThat(records.get(0).value(Quantity.INPUT_TOKENS)).isEqualTo(5);
        assertThat(records.get(1).value(Quantity.INPUT_TOKENS)).isEqualTo(UsageRecord.UNKNOWN);
        assertThat(records.get(1).tokensSource()).isNull();
        assertThat(records.get(1).value(Quantity.ITEMS)).isEqualTo(2);
    }

    @Test
    void tokensAreThoseOfTheHighestLayerThatReportsThem() {
        call(LOCAL_CLIENT, model("client"), () -> {
            engine(100);
            reporting(PREDICTOR, model("predictor"), 9, 2, () -> engine(11));
            engine(1000);
        });
        reporting(LOCAL_CLIENT, model("client"), 4, 1, () -> engine(11));
        List<UsageRecord> records = ring.take();
        assertThat(records).hasSize(2);
        assertThat(records.get(0).value(Quantity.INPUT_TOKENS)).isEqualTo(9);
        assertThat(records.get(0).value(Quantity.OUTPUT_TOKENS)).isEqualTo(2);
        assertThat(records.get(0).tokensSource()).isEqualTo(TokensSource.REPORTED);
        assertThat(records.get(1).value(Quantity.INPUT_TOKENS)).isEqualTo(4);
        assertThat(records.get(1).value(Quantity.OUTPUT_TOKENS)).isEqualTo(1);
    }

    @Test
    void chatThatCallsAToolThatChatsIsTwoAndTheToolsModelAThird() {
        reporting(
                CLIENT,
                model("chat"),
                20,
                5,
                () -> reporting(
                        SDK,
                        model("sdk"),
                        20,
                        5,
                        () -> reporting(
                                CLIENT,
                                model("tool's chat"),
                                7,
                                3,
                                () -> call(PREDICTOR, model("embedding"), () -> engine(11)))));
        List<UsageRecord> records = ring.take();
        assertThat(records)
                .extracting(one -> one.get(Fact.PROVIDER))
                .containsExactly("embedding", "tool's chat", "chat");
        assertThat(records).extracting(one -> one.value(Quantity.INPUT_TOKENS)).containsExactly(11L, 7L, 20L);
        assertThat(records.get(0).get(Fact.PARENT)).isEqualTo(records.get(1).get(Fact.SCOPE_ID));
        assertThat(records.get(1).get(Fact.PARENT)).isEqualTo(records.get(2).get(Fact.SCOPE_ID));
        assertThat(records.get(0).get(Fact.SCOPE_ID)).isNull();
    }

    @Test
    void whatACallSaysItselfIsNeverReplaced() {
        Facts own = model("predictor").with(Fact.DEVICE, "gpu:3");
        Inference call = Inference.open(PREDICTOR, own);
        call.set(Quantity.ITEMS, 8);
        call.start();
        engine(ENGINE, CPU.with(Fact.MODEL_VERSION, "2"), 5);
        call.more(Facts.NONE.with(Fact.RESPONSE_MODEL, "answered"));
        call.finish(new IllegalStateException("the text is nobody's business"));
        assertThat(ring.take()).singleElement().satisfies(one -> {
            assertThat(one.get(Fact.DEVICE)).isEqualTo("gpu:3");
            assertThat(one.get(Fact.MODEL_VERSION)).isEqualTo("2");
            assertThat(one.get(Fact.RESPONSE_MODEL)).isEqualTo("answered");
            assertThat(one.get(Fact.ERROR_TYPE)).isEqualTo(IllegalStateException.class.getName());
            assertThat(one.value(Quantity.ITEMS)).isEqualTo(8);
        });
    }

    @Test
    void aCallCanAskWhetherItsEngineHasCounted() {
        EntryPoint adding = EntryPoint.of(Layer.CLIENT, Locality.LOCAL).addingEngines();
        for (EntryPoint at : List.of(adding, LOCAL_CLIENT)) {
            Inference call = Inference.open(at, model("client"));
            call.start();
            assertThat(call.engineCounted()).isFalse();
            engine(5);
            assertThat(call.engineCounted()).isTrue();
            engine(6);
            assertThat(call.engineCounted()).isEqualTo(at == adding);
            call.finish(null);
        }
    }

    @Test
    void wallTimeStandsForDeviceTimeOnlyOfWhatRanHere() {
        call(ENGINE, CPU, () -> {});
        call(PREDICTOR, model("on an engine that nobody meters"), () -> {});
        call(CLIENT, model("remote"), () -> {});
        for (EntryPoint at : List.of(ENGINE, PREDICTOR)) {
            Inference failed = Inference.open(at, model("failed"));
            failed.start();
            failed.finish(new IllegalStateException());
        }
        Inference begun = Inference.open(PREDICTOR, model("incomplete"));
        begun.start();
        begun.incomplete();
        begun.finish(null);
        assertThat(ring.take())
                .extracting(one -> one.deviceTimeSource() != null && one.value(Quantity.DEVICE_TIME_NS) >= 0)
                .containsExactly(true, true, false, true, false, false);
    }

    @Test
    void nestedCallsAllocateNothing() throws IOException {
        Facts model = model("predictor");
        long least = Long.MAX_VALUE;
        Metering.begin(new Nowhere(), Counters.open(temp.resolve("none.dat").toFile()), Map.of(), line -> {});
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 5; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int call = 0; call < 20_000; call++) {
                nested(model);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isLessThan(20_000);
        begin();
    }

    private static void nested(Facts model) {
        Inference outer = Inference.open(PREDICTOR, model);
        outer.start();
        engine(5);
        engine(CLIENT, CPU, 3);
        outer.finish(null);
    }
}
