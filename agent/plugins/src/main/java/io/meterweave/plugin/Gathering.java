package io.meterweave.plugin;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What calls on other threads add to an inference that is open on its own thread. A Treiber stack that is only pushed to
 * and taken as a whole: once, when the inference ends, and closed by that: a call that ends later is told so, and has a record of
 * its own. Of a {@link DeferredCall} it is taken now and then before. Exists for those inferences only that are deferred, or
 * during which work was handed to another thread.
 */
final class Gathering {
    private static final Contribution CLOSED = new Contribution();

    /** The kind of call that has the record. */
    final EntryPoint owner;

    private final long scopeId;
    private final AtomicReference<@Nullable Contribution> last = new AtomicReference<>();

    Gathering(EntryPoint owner, long scopeId) {
        this.owner = owner;
        this.scopeId = scopeId;
    }

    /** What records that are made in this inference, but are no part of it, name as their parent. */
    long scopeId() {
        return scopeId;
    }

    /** Adds a call; false where the inference has ended. */
    boolean offer(Contribution contribution) {
        while (true) {
            Contribution before = last.get();
            if (before == CLOSED) {
                return false;
            }
            contribution.next = before;
            if (last.compareAndSet(before, contribution)) {
                return true;
            }
        }
    }

    /** Whether the inference has ended. */
    boolean isClosed() {
        return last.get() == CLOSED;
    }

    /** Closes it; answers what has come and was not taken, the newest first. */
    @Nullable Contribution close() {
        return last.getAndSet(CLOSED);
    }

    /** Answers what has come so far, and stays open: for an inference that goes on, and is not to keep all of its parts. */
    @Nullable Contribution take() {
        Contribution newest = last.get();
        while (newest != null && newest != CLOSED && !last.compareAndSet(newest, null)) {
            newest = last.get();
        }
        return newest == CLOSED ? null : newest;
    }

    /** Adds what was taken to {@code nested}, the oldest first, and gives its places back. */
    static void add(@Nullable Contribution newest, Nested nested, EntryPoint at) {
        Contribution first = null;
        for (Contribution one = newest; one != null; ) {
            Contribution older = one.next;
            one.next = first;
            first = one;
            one = older;
        }
        for (Contribution one = first; one != null; ) {
            Contribution newer = one.next;
            if (one.at != null) {
                nested.add(at, one.at, one.used);
            }
            one.next = null;
            one.busy = false;
            one = newer;
        }
    }
}
