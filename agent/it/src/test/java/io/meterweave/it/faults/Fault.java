package io.meterweave.it.faults;

/** One way to break a metered JVM, or what it left. */
public interface Fault {
    /** What stands in the table. */
    String name();

    /** Whether it may cost records at all, as long as each is told. */
    default boolean mayLose() {
        return false;
    }

    /** Whether a JDK of that version can suffer it. */
    default boolean runsOn(int feature) {
        return true;
    }

    /** Injects it, once or several times, into one service; answers what became of the calls of that service. */
    Row strike(Scene scene);
}
