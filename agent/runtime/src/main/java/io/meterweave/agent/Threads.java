package io.meterweave.agent;

/** Threads of ours: daemons, in no thread group or context of the application's. */
final class Threads {
    private Threads() {}

    static Thread daemon(String name, Runnable work) {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        // The last argument: no inheritable thread-locals of whichever application thread happened to start us.
        Thread thread = new Thread(root, work, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Threads.class.getClassLoader());
        return thread;
    }

    /** Waits for a thread to end, for at most so long; an interrupt ends the wait and is kept. */
    static void join(Thread thread, long nanos) {
        try {
            thread.join(Math.max(1, nanos / 1_000_000L));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
