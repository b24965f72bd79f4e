package io.meterweave.plugin.executors;

import java.lang.reflect.Method;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * Which pools show their tasks to the application: those of a class that overrides {@code beforeExecute} or {@code
 * afterExecute}. They may cast them to what was executed, so they get just that; a lambda cannot be cast to anything.
 */
final class PoolKinds {
    private static final ClassValue<Boolean> SHOWS = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> pool) {
            return shows(pool);
        }
    };

    private PoolKinds() {}

    static boolean mayHold(ThreadPoolExecutor pool, Runnable task) {
        return pool.getClass() == ThreadPoolExecutor.class || isAnonymous(task) || !SHOWS.get(pool.getClass());
    }

    /** Whether it is of a class that nothing can name. */
    static boolean isAnonymous(Runnable task) {
        return task.getClass().isHidden();
    }

    private static boolean shows(Class<?> pool) {
        try {
            for (Class<?> c = pool;
                    c != ThreadPoolExecutor.class && c != ScheduledThreadPoolExecutor.class;
                    c = c.getSuperclass()) {
                for (Method method : c.getDeclaredMethods()) {
                    if (method.getName().equals("beforeExecute")
                            || method.getName().equals("afterExecute")) {
                        return true;
                    }
                }
            }
            return false;
        } catch (LinkageError e) {
            return true; // A class that it names is missing: to be on the safe side.
        }
    }
}
