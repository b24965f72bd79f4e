package io.meterweave.plugin.deferred;

import io.meterweave.plugin.Carried;
import io.meterweave.plugin.HandedWork;
import io.meterweave.plugin.MeterThread;
import java.util.stream.BaseStream;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a metered stream ends and what its caller makes of it begins. Each item passes here once, whatever operation drives the
 * stream, on whatever thread: it is read, and what comes behind is done for whom the caller works, not for the call.
 */
final class StreamSource {
    final CallReader reader;
    private volatile @Nullable Carried caller;
    private volatile @Nullable Throwable thrownBehind;

    StreamSource(CallReader reader) {
        this.reader = reader;
    }

    /**
     * The stream with this boundary behind it. Not by its spliterator, which makes all items that one of the source's elements
     * becomes before it gives the first one away; nor by {@code peek}, which {@code count} may leave out.
     */
    BaseStream<?, ?> bound(BaseStream<?, ?> stream) {
        if (stream instanceof IntStream ints) {
            return ints.mapMulti((item, to) -> {
                int work = pass(item);
                try {
                    to.accept(item);
                } catch (Throwable e) {
                    thrownBehind = e;
                    throw e;
                } finally {
                    HandedWork.end(work);
                }
            });
        }
        if (stream instanceof LongStream longs) {
            return longs.mapMulti((item, to) -> {
                int work = pass(item);
                try {
                    to.accept(item);
                } catch (Throwable e) {
                    thrownBehind = e;
                    throw e;
                } finally {
                    HandedWork.end(work);
                }
            });
        }
        if (stream instanceof DoubleStream doubles) {
            return doubles.mapMulti((item, to) -> {
                int work = pass(item);
                try {
                    to.accept(item);
                } catch (Throwable e) {
                    thrownBehind = e;
                    throw e;
                } finally {
                    HandedWork.end(work);
                }
            });
        }
        return ((Stream<?>) stream).mapMulti((item, to) -> {
            int work = pass(item);
            try {
                to.accept(item);
            } catch (Throwable e) {
                thrownBehind = e;
                throw e;
            } finally {
                HandedWork.end(work);
            }
        });
    }

    private int pass(@Nullable Object item) {
        reader.item(item);
        return HandedWork.begin(caller);
    }

    /** Has what drives the stream from now on do so for the call; answers what {@link #rest} needs. */
    int drive() {
        caller = MeterThread.toHand();
        return reader.call.enter();
    }

    void rest(int work) {
        reader.call.leave(work);
    }

    /** Ends the call, because of what was thrown; where that was the caller's own, it has given the call up. */
    void thrown(Throwable e) {
        if (e == thrownBehind) {
            reader.call.cancel();
        } else {
            reader.call.finish(e);
        }
    }
}
