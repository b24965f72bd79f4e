package io.meterweave.exporter.http;

import io.meterweave.spi.ExportException;

/** How a target is told who sends. */
interface Login {
    /**
     * What the next request is to say.
     *
     * @throws ExportException where it cannot be had now
     */
    Credentials credentials() throws ExportException;

    /**
     * The target does not know these credentials.
     *
     * @return whether the next ones may be others, so that it is worth asking at once
     */
    default boolean rejected() {
        return false;
    }

    /** Releases what it holds. */
    default void close() {}
}
