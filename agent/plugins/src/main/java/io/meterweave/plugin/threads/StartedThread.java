package io.meterweave.plugin.threads;

import io.meterweave.plugin.Carried;
import io.meterweave.plugin.MeterThread;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Tells a thread that is started for one piece of work from the worker of a pool, which would take the first customer along
 * to all that come after. A worker is a thread of a class of its own, or one that an executor starts, or the JDK for itself;
 * what it works on carries by itself. In doubt a thread gets nothing: no subject is better than another customer's.
 */
final class StartedThread {
    private static final @Nullable Class<?> VIRTUAL = virtual();
    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private StartedThread() {}

    private static @Nullable Class<?> virtual() {
        try {
            return Class.forName("java.lang.VirtualThread", false, null);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    static void begin(Thread thread) {
        Class<?> type = thread.getClass();
        if (type != Thread.class && type != VIRTUAL) {
            return;
        }
        Carried with = MeterThread.toHand();
        if (with != null && !isOurs(thread) && !isWorker()) {
            boolean unused = MeterThread.hand(thread, with);
        }
    }

    /** By its group: threads that our libraries start have that, too. */
    private static boolean isOurs(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group != null && group.getClass().getClassLoader() == MeterThread.class.getClassLoader();
    }

    private static boolean isBetween(String type) {
        return type.startsWith("java.lang.") || type.startsWith("io.meterweave.plugin.threads.");
    }

    private static boolean isWorker() {
        Class<?> starter = STACK.walk(frames -> frames.<Class<?>>map(StackWalker.StackFrame::getDeclaringClass)
                .filter(type -> !isBetween(type.getName()))
                .findFirst()
                .orElse(Executor.class));
        String name = starter.getName();
        if (starter.getClassLoader() == null) {
            return !(name.startsWith("java.util.concurrent.ThreadPerTaskExecutor")
                    || name.startsWith("java.util.concurrent.StructuredTaskScope")
                    || name.startsWith("jdk.internal.misc.ThreadFlock"));
        }
        boolean executor =
                Executor.class.isAssignableFrom(starter) || Executor.class.isAssignableFrom(starter.getNestHost());
        // Made for one thread a task; others that are keep to threads without a subject.
        return executor && !name.equals("org.springframework.core.task.SimpleAsyncTaskExecutor");
    }
}
