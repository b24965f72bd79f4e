package io.meterweave.plugin.forkjoin;

import io.meterweave.plugin.Carried;
import io.meterweave.plugin.HandedWork;
import io.meterweave.plugin.MeterThread;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What goes along with fork/join tasks that were forked and do not run yet. They cannot be wrapped, because pools look for
 * them by identity, and have no field to spare: so this is a hash table, by identity.
 *
 * <p>Each bucket is a list. An entry is put before its head by a compare-and-set, and belongs to whoever runs its task, which
 * is one thread: taking an entry is emptying it. Empty entries, and those of tasks that were cancelled, are skipped by the
 * next one who passes. Entries are only ever added at the head, so to skip an entry can at worst bring back another empty
 * one that is being skipped at the same time; it never loses a full one. No lock, therefore, and no reference queue: a
 * virtual thread's carrier comes through here.
 */
final class ForkedTasks {
    private static final int BUCKETS = 1 << 12;
    private static final AtomicReferenceArray<@Nullable Entry> HEADS = new AtomicReferenceArray<>(BUCKETS);

    /** Whether there has ever been an entry: tasks of a JVM that hands nothing over are not looked for. */
    private static volatile boolean used;

    private static final class Entry {
        private @Nullable ForkJoinTask<?> task;
        private final Carried with;
        private @Nullable Entry next;

        private Entry(ForkJoinTask<?> task, Carried with) {
            this.task = task;
            this.with = with;
        }

        private boolean isOver() {
            ForkJoinTask<?> of = task;
            return of == null || of.isDone();
        }
    }

    private ForkedTasks() {}

    /** Remembers what goes along with a task that is forked now; not with those that carry by themselves. */
    static void remember(ForkJoinTask<?> task) {
        if (task instanceof CompletableFuture.AsynchronousCompletionTask) {
            return;
        }
        Carried with = MeterThread.toHand();
        if (with != null) {
            put(task, with);
        }
    }

    /**
     * The same for one that a pool is given, unless it is the one that runs virtual threads: its tasks are steps of those,
     * and handed over by nobody.
     */
    static void submitted(@Nullable ForkJoinTask<?> task, ForkJoinPool pool) {
        if (task != null && !pool.getFactory().getClass().getName().startsWith("java.lang.VirtualThread")) {
            remember(task);
        }
    }

    /** Forgets a task that a pool has thrown out. */
    static void refused(@Nullable ForkJoinTask<?> task, @Nullable Throwable thrown) {
        if (thrown != null && task != null && used) {
            Carried unused = take(task);
        }
    }

    /** Begins what belongs to whoever forked the task. */
    static int begin(ForkJoinTask<?> task) {
        Carried with = used ? take(task) : null;
        return with == null ? HandedWork.NONE : HandedWork.begin(with);
    }

    private static void put(ForkJoinTask<?> task, Carried with) {
        used = true;
        Entry entry = new Entry(task, with);
        int bucket = bucket(task);
        Entry head;
        do {
            head = HEADS.get(bucket);
            entry.next = live(head);
        } while (!HEADS.compareAndSet(bucket, head, entry));
    }

    /** Forgets a task, because it runs, or never will. */
    static @Nullable Carried take(ForkJoinTask<?> task) {
        int bucket = bucket(task);
        Entry head = HEADS.get(bucket);
        for (Entry entry = head; entry != null; ) {
            if (entry.task == task) {
                entry.task = null;
                HEADS.compareAndSet(bucket, head, live(head));
                return entry.with;
            }
            Entry next = live(entry.next);
            entry.next = next;
            entry = next;
        }
        return null;
    }

    private static @Nullable Entry live(@Nullable Entry first) {
        Entry entry = first;
        while (entry != null && entry.isOver()) {
            entry = entry.next;
        }
        return entry;
    }

    private static int bucket(ForkJoinTask<?> task) {
        int hash = System.identityHashCode(task);
        return (hash ^ (hash >>> 12)) & (BUCKETS - 1);
    }
}
