package io.meterweave.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is around a fork: its JVM's arguments and class path, processes beside it, and where what it tells arrives. */
interface Rig extends AutoCloseable {
    /** Sets one up. */
    interface Maker {
        /** For a fork that is about to run. */
        Rig make(Place place) throws IOException, InterruptedException;
    }

    /** The command that is the JVM. */
    String java();

    List<String> arguments();

    String classPath();

    /**
     * What has arrived, once the fork has ended.
     *
     * @param told what the fork counted
     * @return null where nothing is to arrive
     */
    @Nullable Arrivals arrivals(Map<String, Long> told) throws IOException, InterruptedException;

    @Override
    default void close() throws IOException {}
}
