package io.meterweave.plugin.deferred;

import io.meterweave.plugin.DeferredCall;
import java.lang.ref.Reference;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * An iterator whose items are made when somebody asks for them: what that takes is part of the call. The call ends with the last
 * item, with what the iterator throws, or when nobody can reach it any more. What is done with each of the remaining items is
 * no part of it, so {@link #forEachRemaining} goes on item by item.
 */
final class MeteredIterator implements Iterator<@Nullable Object> {
    private final Iterator<?> items;
    private final CallReader reader;
    private final DeferredCall call;

    MeteredIterator(Iterator<?> items, CallReader reader) {
        this.items = items;
        this.reader = reader;
        this.call = reader.call;
    }

    @Override
    public boolean hasNext() {
        boolean more;
        int work = call.enter();
        long from = System.nanoTime();
        try {
            more = items.hasNext();
        } catch (Throwable e) {
            call.finish(e);
            throw e;
        } finally {
            pulled(work, from);
        }
        if (!more) {
            call.finish(null);
        }
        return more;
    }

    @Override
    public @Nullable Object next() {
        Object item;
        int work = call.enter();
        long from = System.nanoTime();
        try {
            item = items.next();
        } catch (Throwable e) {
            call.finish(e instanceof NoSuchElementException ? null : e);
            throw e;
        } finally {
            pulled(work, from);
        }
        reader.item(item);
        return item;
    }

    private void pulled(int work, long from) {
        try {
            call.pulled(System.nanoTime() - from);
            call.leave(work);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public void remove() {
        items.remove();
    }
}
