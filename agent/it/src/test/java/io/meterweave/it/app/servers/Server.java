package io.meterweave.it.app.servers;

import java.util.concurrent.CompletionStage;

/**
 * A server of the table of attribution, in one class with a public constructor without arguments. It does the work of each
 * request, and answers 200 without a body, or with one whose length it says to be 0, as soon as that is done.
 */
public interface Server {
    /**
     * Starts it on the loopback address, for {@value Handling#TENANTS} requests at a time.
     *
     * @return its port
     */
    int start(Work work) throws Exception;

    void stop() throws Exception;

    /** What the application does for a request. */
    interface Work {
        /**
         * Begins it. To be called where the application's code of this server runs: on its event loop, or on a thread that
         * handles this request only, which then waits for the end.
         *
         * @param path the request's, without its query: {@code /<style>/<tenant>}
         * @return when the request may be answered; completed by whichever thread has done the work
         */
        CompletionStage<?> begin(String path);
    }
}
