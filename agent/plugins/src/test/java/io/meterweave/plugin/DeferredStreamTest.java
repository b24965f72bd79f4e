package io.meterweave.plugin;

import static io.meterweave.plugin.Calls.engine;
import static io.meterweave.plugin.Returned.returned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meterweave.record.Fact;
import io.meterweave.record.Quantity;
import io.meterweave.record.UsageRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.Spliterator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams that a metered method has returned: they do what they did, and are one call. */
@SuppressWarnings("unchecked")
class DeferredStreamTest {
    @TempDir
    Path temp;

    private RecordedRing ring;

    @BeforeEach
    void begin() throws IOException {
        ring = RecordedRing.begin(temp.resolve("counters.dat").toFile());
    }

    private List<String> records() {
        return ring.take().stream().map(Returned::summary).toList();
    }

    private static Stream<String> stream(Stream<String> of) {
        return returned(Stream.class, () -> of);
    }

    @Test
    void theOperationThatDrivesItEndsIt() {
        Stream<String> stream = stream(Stream.of("a", "bb", "ccc"));
        Stream<Integer> lengths = stream.map(String::length).filter(length -> length > 1);
        assertThat(records()).isEmpty();
        assertThat(lengths.toList()).containsExactly(2, 3);
        assertThat(records()).containsExactly("ok 6");
        assertThat(stream(Stream.of("a", "bb")).count()).isEqualTo(2);
        assertThat(records()).as("counted, and not skipped").containsExactly("ok 3");
        assertThat(stream(Stream.of("a", "bb")).mapToInt(String::length).sum()).isEqualTo(3);
        assertThat(records()).containsExactly("ok 3");
        assertThat(stream(Stream.of("a", "b", "c").parallel()).isParallel()).isTrue();
        assertThat(stream(IntStream.range(0, 1000).mapToObj(i -> "x").parallel())
                        .count())
                .isEqualTo(1000);
        assertThat(records()).contains("ok 1000");
        assertThat(returned(LongStream.class, () -> LongStream.of(7, 88)).sum()).isEqualTo(95);
        assertThat(records()).containsExactly("ok 3");
    }

    @Test
    void itIsAsLazyAsItWas() {
        AtomicInteger made = new AtomicInteger();
        Stream<String> endless =
                stream(Stream.of(1).flatMap(one -> Stream.generate(() -> "n" + made.incrementAndGet())));
        assertThat(made).hasValue(0);
        assertThat(endless.limit(3).toList()).containsExactly("n1", "n2", "n3");
        assertThat(made).hasValue(3);
        assertThat(records()).containsExactly("ok 6");
    }

    @Test
    void whatItsCallerDoesWithItemsIsNoPartOfIt() {
        Stream<String> stream = stream(Stream.of("a", "b").map(item -> {
            engine(10);
            return item;
        }));
        stream.map(item -> {
                    engine(1);
                    return item;
                })
                .forEach(item -> engine(2));
        List<UsageRecord> records = ring.take();
        assertThat(records).hasSize(5);
        assertThat(records.subList(0, 4)).allSatisfy(one -> {
            assertThat(one.get(Fact.PROVIDER)).isEqualTo("engine");
            assertThat(one.get(Fact.PARENT)).isNull();
        });
        assertThat(records.get(4).value(Quantity.DEVICE_TIME_NS)).isEqualTo(2_000);
    }

    @Test
    void whoThrewDecidesWhetherItFailedOrWasGivenUp() {
        assertThatThrownBy(() -> stream(Stream.of("a").peek(item -> {
                            throw new IllegalStateException("its own");
                        }))
                        .toList())
                .hasMessage("its own");
        assertThat(records()).containsExactly("error -1");
        assertThatThrownBy(() -> stream(Stream.of("a", "b")).forEach(item -> {
                    throw new IllegalStateException("its caller's");
                }))
                .hasMessage("its caller's");
        assertThat(records()).containsExactly("cancelled 1");
    }

    @Test
    void closingItRunsItsHandlersAndGivesItUp() {
        List<String> closed = new ArrayList<>();
        try (Stream<String> stream = stream(Stream.of("a").onClose(() -> closed.add("inner")))) {
            Stream<String> same = stream.onClose(() -> closed.add("outer"));
            assertThat(same.isParallel()).isFalse();
        }
        assertThat(closed).containsExactly("inner", "outer");
        assertThat(records()).containsExactly("cancelled -1");
        try (Stream<String> stream = stream(Stream.of("a"))) {
            assertThat(stream.findFirst()).contains("a");
        }
        assertThat(records()).containsExactly("ok 1");
        Stream<String> used = stream(Stream.of("a"));
        assertThat(used.toList()).hasSize(1);
        assertThatThrownBy(used::toList).isInstanceOf(IllegalStateException.class);
        assertThat(records()).containsExactly("ok 1");
    }

    @Test
    void pulledItIsReadItemByItemAndEndsWithTheLastPart() {
        PrimitiveIterator.OfInt ints =
                returned(IntStream.class, () -> IntStream.of(1, 22)).iterator();
        assertThat(ints.nextInt()).isEqualTo(1);
        assertThat(ints.nextInt()).isEqualTo(22);
        assertThat(records()).isEmpty();
        assertThat(ints.hasNext()).isFalse();
        assertThat(records()).containsExactly("ok 3");
        Spliterator<String> whole =
                stream(Stream.of("a", "b", "c", "d").parallel()).spliterator();
        assertThat(whole.hasCharacteristics(Spliterator.SIZED)).isFalse();
        Spliterator<String> half = whole.trySplit();
        half.forEachRemaining(item -> {});
        assertThat(records()).isEmpty();
        assertThat(whole.tryAdvance(item -> {})).isTrue();
        whole.forEachRemaining(item -> {});
        assertThat(records()).containsExactly("ok 4");
        assertThat(Stream.concat(stream(Stream.of("a")), Stream.of("b")).toList())
                .containsExactly("a", "b");
        assertThat(records()).containsExactly("ok 1");
    }
}
