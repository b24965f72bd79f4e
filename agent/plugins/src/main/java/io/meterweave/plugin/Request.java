package io.meterweave.plugin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that a server has taken in, before the application handles it. */
public interface Request {
    /** How a request has come to where it is seen. */
    enum Arrival {
        /** From the client. */
        FIRST,
        /** From the server, which has begun it before: to go on on another thread, or with its error page. */
        AGAIN,
        /** From the application, which handles it and has another part of itself do so too. That begins no request. */
        WITHIN
    }

    /** All values of a header, each of their bytes as one character; null where there is none. */
    @Nullable List<String> header(String name);

    /** Who the server itself has found out the client to be; null where it has not. */
    @Nullable String principal();

    /** Whether the server is going to find that out before the request is handled. */
    boolean authenticates();

    /** How it has come here. */
    default Arrival arrival() {
        return Arrival.FIRST;
    }
}
