package io.meterweave.it.app.servers;

import java.util.Locale;

/** How the work of a request comes to the thread that does it: a column of the table of attribution. */
public enum Style {
    HANDLED("on the server's thread"),
    POOL("`ExecutorService`"),
    SUPPLIED("`supplyAsync`"),
    STARTED("new thread"),
    VIRTUAL("virtual thread"),
    /** The servlet's own: {@code startAsync}, the work in a pool of the application's, which then completes it. */
    ASYNC("`startAsync`, pool"),
    /** The same on a thread of the container's, by {@code AsyncContext.start}. */
    ASYNC_START("`AsyncContext.start`"),
    /** The same by {@code AsyncContext.dispatch}, called by a thread of a pool. */
    ASYNC_DISPATCH("`AsyncContext.dispatch`"),
    /** On the server's thread, one tenant after the other on a connection, nobody between them. */
    KEPT("keep-alive, tenants change"),
    /** The same, sent in one piece before any is answered. */
    PIPELINED("pipelined"),
    /** In a pool, when the response has reached the client. */
    AFTER("after the response");

    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    private final String heading;

    Style(String heading) {
        this.heading = heading;
    }

    public String heading() {
        return heading;
    }

    public boolean isOn(int jdk) {
        return this != VIRTUAL || jdk >= FIRST_WITH_VIRTUAL_THREADS;
    }

    /** What its paths and its tenants' names begin with. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Style of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
