package io.meterweave.ship;

import io.meterweave.spi.UsageEvent;
import java.util.ArrayList;
import java.util.List;

/** Events that go to an exporter together. */
final class Batch {
    private final List<UsageEvent> events = new ArrayList<>();
    private long bytes;

    /** Adds an event, unless the bytes of all lines would then be more than so many; the first is taken at any size. */
    boolean add(UsageEvent event, long mostBytes) {
        long more = event.json().length;
        if (!events.isEmpty() && bytes + more > mostBytes) {
            return false;
        }
        events.add(event);
        bytes += more;
        return true;
    }

    List<UsageEvent> events() {
        return events;
    }

    int size() {
        return events.size();
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    /** The bytes of the events' lines. */
    long bytes() {
        return bytes;
    }

    void clear() {
        events.clear();
        bytes = 0;
    }
}
