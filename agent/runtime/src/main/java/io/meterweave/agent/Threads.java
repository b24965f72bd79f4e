package io.meterweave.agent;

/**
 * Threads of ours: daemons, in no thread group or context of the application's. Those that our libraries start inherit the
 * group, so that what one of them dies of is one line of ours and no stack trace on the application's stderr.
 */
final class Threads {
    private static final ThreadGroup GROUP = new Quiet();

    private Threads() {}

    private static ThreadGroup root() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        return root;
    }

    private static final class Quiet extends ThreadGroup {
        private Quiet() {
            super(root(), "meterweave");
        }

        @Override
        public void uncaughtException(Thread thread, Throwable e) {
            if (!Shutdown.isUnderWay()) {
                System.err.println("meterweave: thread " + thread.getName() + " has ended: " + e
                        + "; what it did is not done any more: please report this");
            }
        }
    }

    static Thread daemon(String name, Runnable work) {
        // The last argument: no inheritable thread-locals of whichever application thread happened to start us.
        Thread thread = new Thread(GROUP, work, name, 0, false);
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
