package io.meterweave.plugin;

import static io.meterweave.plugin.Calls.engine;
import static io.meterweave.plugin.Returned.returned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meterweave.plugin.deferred.Deferred;
import io.meterweave.record.Fact;
import io.meterweave.record.Outcome;
import io.meterweave.record.Quantity;
import io.meterweave.record.UsageRecord;
import io.meterweave.ring.Counter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Futures and iterators that a metered method has returned. */
class DeferredResultTest {
    private static final long LONG = TimeUnit.HOURS.toNanos(1);

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

    @Test
    void aFutureIsReturnedAsItIsAndItsCallEndsWithIt() {
        CompletableFuture<String> future = new CompletableFuture<>();
        assertThat(returned(CompletableFuture.class, () -> future)).isSameAs(future);
        assertThat(records()).isEmpty();
        assertThat(future.complete("four")).isTrue();
        assertThat(records()).containsExactly("ok 4");
        assertThat(future.cancel(true)).isFalse();
        CompletionStage<?> done = returned(CompletionStage.class, () -> CompletableFuture.completedStage("at once"));
        assertThat(done).isNotNull();
        assertThat(records()).containsExactly("ok 7");
    }

    @Test
    void aFutureThatFailsOrIsCancelledSaysSo() {
        CompletableFuture<String> source = new CompletableFuture<>();
        returned(CompletionStage.class, () -> source.thenApply(text -> text.toUpperCase(Locale.ROOT)));
        source.completeExceptionally(new IllegalStateException("secret"));
        UsageRecord failed = ring.take().get(0);
        assertThat(failed.outcome()).isEqualTo(Outcome.ERROR);
        assertThat(failed.get(Fact.ERROR_TYPE)).isEqualTo("java.lang.IllegalStateException");
        CompletableFuture<String> cancelled = new CompletableFuture<>();
        returned(CompletableFuture.class, () -> cancelled).cancel(true);
        assertThat(cancelled).isCancelled();
        assertThat(records()).containsExactly("cancelled -1");
    }

    @Test
    void anIteratorsItemsAreMadeForItsCall() {
        List<String> left = new ArrayList<>(List.of("a", "bb", "ccc"));
        Iterator<?> items = returned(Iterator.class, () -> new Iterator<String>() {
            @Override
            public boolean hasNext() {
                return !left.isEmpty();
            }

            @Override
            public String next() {
                engine(10);
                return left.remove(0);
            }
        });
        assertThat(left).hasSize(3);
        assertThat(items.next()).isEqualTo("a");
        engine(5); // Of whoever takes the items.
        assertThat(ring.take())
                .singleElement()
                .satisfies(own -> assertThat(own.get(Fact.PARENT)).isNull());
        items.forEachRemaining(item -> {});
        assertThat(items.hasNext()).isFalse();
        UsageRecord record = ring.take().get(0);
        assertThat(Returned.summary(record)).isEqualTo("ok 6");
        assertThat(record.value(Quantity.DEVICE_TIME_NS)).isEqualTo(3_000);
        assertThatThrownBy(items::next).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(records()).as("the engine's, after the call").hasSize(1);
    }

    @Test
    void anIteratorEndsWithWhatItThrows() {
        Iterator<?> broken = returned(Iterator.class, () -> new Iterator<Object>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Object next() {
                throw new IllegalArgumentException();
            }
        });
        assertThatThrownBy(broken::next).isInstanceOf(IllegalArgumentException.class);
        assertThat(ring.take())
                .singleElement()
                .satisfies(one -> assertThat(one.get(Fact.ERROR_TYPE)).isEqualTo("java.lang.IllegalArgumentException"));
        Iterator<?> empty = returned(Iterator.class, List.of()::iterator);
        assertThatThrownBy(empty::next).isInstanceOf(NoSuchElementException.class);
        assertThat(records()).containsExactly("ok -1");
    }

    @Test
    void whatNobodyCanReachAnyMoreIsAbandoned() {
        OpenCalls calls = new OpenCalls(LONG, () -> 0, () -> null);
        assertThat(returned(Iterator.class, List.of("abc", "never taken")::iterator)
                        .next())
                .isEqualTo("abc");
        returned(CompletableFuture.class, CompletableFuture::new);
        assertThat(Returned.swept(ring, calls, 2)).containsExactlyInAnyOrder("abandoned 3", "abandoned -1");
        calls.sweep();
        assertThat(calls.isEmpty()).isTrue();
    }

    @Test
    void whatDoesNotGoOnIsAbandonedAndCountedWhereItGoesOnAfterAll() {
        Iterator<?> items = returned(Iterator.class, List.of("a", "bb")::iterator);
        CompletableFuture<?> future = returned(CompletableFuture.class, CompletableFuture::new);
        OpenCalls calls = new OpenCalls(0, () -> 0, () -> null); // Whatever has not gone on between two sweeps.
        items.next();
        calls.sweep();
        assertThat(records()).containsExactly("abandoned 1");
        items.next();
        assertThat(items.hasNext()).isFalse();
        assertThat(records()).isEmpty();
        assertThat(ring.count(Counter.STREAM_RESUMED)).isEqualTo(1);
        future.complete(null);
        assertThat(records()).as("a future is not timed out").containsExactly("ok 4");
    }

    @Test
    void whatCannotBeWrappedIsIncomplete() {
        Scanner scanner = new Scanner("a b");
        assertThat(returned(Scanner.class, () -> scanner)).isSameAs(scanner);
        assertThat(records()).containsExactly("incomplete -1");
        assertThat(Deferred.outlives("text")).isFalse();
        assertThat(Deferred.outlives(null)).isFalse();
    }

    @Test
    void whatAReaderThrowsIsCountedOnceAndHidesNothing() {
        Iterator<?> items = returned(Iterator.class, List.of("a", "b")::iterator, new ItemReader() {
            @Override
            public void item(Object item, DeferredCall call) {
                throw new IllegalStateException();
            }

            @Override
            public void completed(Object result, DeferredCall call) {}
        });
        assertThat(items.next()).isEqualTo("a");
        assertThat(items.next()).isEqualTo("b");
        assertThat(items.hasNext()).isFalse();
        assertThat(records()).containsExactly("ok -1");
        assertThat(ring.count(Counter.READER_FAILED)).isEqualTo(1);
    }
}
