package io.meterweave.plugin;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Remembers something about each of a few long-lived objects of the library (sessions, models), by identity and without
 * keeping them alive. Reading is one volatile load and a probe of an array that is never changed again: no lock, no
 * allocation. Writing copies the table, which is no matter where objects take milliseconds to make; entries whose
 * object is gone are left out of the copy.
 *
 * @param <K> the library's type
 * @param <V> what is remembered; must not refer to the key
 */
public final class WeakTable<K, V> {
    private volatile Entry<?, ?>[] table = new Entry<?, ?>[8];

    /** What was remembered for the object; null where nothing was. */
    @SuppressWarnings("unchecked")
    public @Nullable V get(K key) {
        Entry<?, ?>[] entries = table;
        int mask = entries.length - 1;
        for (int i = hash(key) & mask; entries[i] != null; i = (i + 1) & mask) {
            if (entries[i].refersToKey(key)) {
                return (V) entries[i].value;
            }
        }
        return null;
    }

    /** Remembers {@code value} for the object, in place of an earlier one. */
    public synchronized void put(K key, V value) {
        Entry<?, ?>[] old = table;
        int live = 1;
        for (Entry<?, ?> entry : old) {
            if (entry != null && entry.get() != null) {
                live++;
            }
        }
        // At most half full, so that a probe always ends.
        Entry<?, ?>[] copy = new Entry<?, ?>[Math.max(8, Integer.highestOneBit(live) << 2)];
        insert(copy, new Entry<>(key, value));
        for (Entry<?, ?> entry : old) {
            Object k = entry == null ? null : entry.get();
            if (k != null && k != key) {
                insert(copy, entry);
            }
        }
        table = copy;
    }

    private static void insert(Entry<?, ?>[] entries, Entry<?, ?> entry) {
        int mask = entries.length - 1;
        int i = entry.hash & mask;
        while (entries[i] != null) {
            i = (i + 1) & mask;
        }
        entries[i] = entry;
    }

    private static int hash(Object key) {
        int h = System.identityHashCode(key);
        return h ^ (h >>> 16);
    }

    private static final class Entry<K, V> extends WeakReference<K> {
        private final V value;
        private final int hash;

        private Entry(K key, V value) {
            super(key);
            this.value = value;
            this.hash = hash(key);
        }

        @SuppressWarnings("unchecked")
        private boolean refersToKey(Object key) {
            return refersTo((K) key);
        }
    }
}
