package io.meterweave.it.cost.volume;

import java.io.IOException;
import java.util.List;

/** Where usage is shipped to; for one JVM and its one epoch. */
interface Target extends AutoCloseable {
    /** What has arrived: usage records, each id once; those that came again; events that tell of losses. */
    record Arrived(long usages, long repeated, long losses) {}

    /** The exporter's name. */
    String name();

    /** The agent's settings for it. */
    List<String> settings();

    /** About how many events have arrived, while they do: cheap, and wrong by the few that are no usage. */
    long arriving() throws IOException;

    /** Counted one by one, once all is there. */
    Arrived arrived() throws IOException;

    /** The CPU seconds that the receiver has used so far. */
    double cpuSeconds();

    @Override
    void close();
}
