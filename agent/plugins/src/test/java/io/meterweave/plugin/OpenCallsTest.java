package io.meterweave.plugin;

import static io.meterweave.plugin.Calls.LOCAL_CLIENT;
import static io.meterweave.plugin.Calls.PREDICTOR;
import static io.meterweave.plugin.Calls.model;
import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.record.Quantity;
import io.meterweave.record.RecordCodec;
import io.meterweave.record.RecordLayout;
import io.meterweave.record.UsageRecord;
import io.meterweave.ring.Checkpoints;
import io.meterweave.ring.Counter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the sweep keeps of calls that have not ended. */
class OpenCallsTest {
    private static final int SLOTS = 1023;

    @TempDir
    Path temp;

    private RecordedRing ring;
    private File file;
    private OpenCalls calls;
    private long journaled;

    @BeforeEach
    void begin() throws IOException {
        ring = RecordedRing.begin(temp.resolve("counters.dat").toFile());
        file = temp.resolve("open.dat").toFile();
        calls = new OpenCalls(Long.MAX_VALUE, () -> journaled, () -> {
            try {
                return Checkpoints.create(file);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static DeferredCall watched(EntryPoint at, Facts model, Object returned) {
        Inference inference = Inference.open(at, model);
        inference.start();
        DeferredCall call = inference.defer();
        call.watch(returned, true);
        return call;
    }

    private List<String> kept() throws Exception {
        List<String> kept = new ArrayList<>();
        for (Checkpoints.Checkpoint one : Checkpoints.read(file).checkpoints()) {
            UsageRecord record = RecordCodec.decode(
                    one.record().slice(RecordLayout.START, one.record().remaining() - RecordLayout.START));
            kept.add(Returned.summary(record) + " of " + record.get(Fact.PROVIDER) + " since " + one.sequence());
        }
        return kept;
    }

    @Test
    void aCallsCountersAreKeptUntilTheSweepAfterItsEnd() throws Exception {
        calls.sweep();
        assertThat(file).as("nothing is open").doesNotExist();
        DeferredCall call = watched(LOCAL_CLIENT, model("client"), this);
        journaled = 5;
        calls.sweep();
        assertThat(kept()).containsExactly("incomplete -1 of client since 5");
        call.add(Quantity.OUTPUT_TOKENS, 3);
        journaled = 9;
        calls.sweep();
        assertThat(kept()).containsExactly("incomplete 3 of client since 9");
        call.finish(null);
        assertThat(ring.take()).hasSize(1);
        assertThat(kept()).as("the record may not have been seen yet").hasSize(1);
        calls.sweep();
        assertThat(kept()).isEmpty();
        assertThat(calls.isEmpty()).isTrue();
    }

    @Test
    void whatIsPartOfAnotherCallIsKeptOnceThatHasEnded() throws Exception {
        DeferredCall outer = watched(LOCAL_CLIENT, model("client"), this);
        int work = outer.enter();
        DeferredCall inner = watched(PREDICTOR, model("predictor"), this);
        outer.leave(work);
        calls.sweep();
        assertThat(kept()).containsExactly("incomplete -1 of client since 0");
        outer.finish(null);
        calls.sweep();
        calls.sweep();
        assertThat(kept()).containsExactly("incomplete -1 of predictor since 0");
        inner.finish(null);
        assertThat(ring.take()).hasSize(2);
    }

    @Test
    void whatFindsNoPlaceIsCountedAndEndsWithTheJvm() throws Exception {
        List<DeferredCall> all = new ArrayList<>();
        for (int i = 0; i < SLOTS + 2; i++) {
            all.add(watched(LOCAL_CLIENT, model("client"), this));
        }
        calls.sweep();
        calls.sweep();
        assertThat(ring.count(Counter.NOT_CHECKPOINTED)).isEqualTo(2);
        assertThat(kept()).hasSize(SLOTS);
        assertThat(calls.end()).as("some may still come to their end").isTrue();
        assertThat(ring.take()).extracting(Returned::summary).containsExactly("incomplete -1", "incomplete -1");
        all.forEach(call -> call.finish(null));
        assertThat(ring.take()).hasSize(SLOTS);
        calls.sweep();
        assertThat(kept()).isEmpty();
    }

    @Test
    void withoutAPlaceAllThatIsOpenEndsWithTheJvm() {
        OpenCalls inMemory = new OpenCalls(Long.MAX_VALUE, () -> 0, () -> null);
        DeferredCall call = watched(LOCAL_CLIENT, model("client"), this);
        call.add(Quantity.OUTPUT_TOKENS, 3);
        assertThat(inMemory.end()).isFalse();
        assertThat(ring.take()).extracting(Returned::summary).containsExactly("incomplete 3");
    }
}
