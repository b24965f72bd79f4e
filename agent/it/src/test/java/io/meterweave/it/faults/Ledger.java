package io.meterweave.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.Event;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Both sides of a service's account: the calls that returned, and the events that were read. An event that is read again
 * (from the files of an exporter, which delivers at least once) must have the same bytes, and counts once.
 */
final class Ledger implements Consumer<Event> {
    private final Set<String> acknowledged = new HashSet<>();
    private final Map<String, Integer> found = new HashMap<>();
    private final Map<String, Integer> seen = new HashMap<>();
    private final Map<String, Long> told = new TreeMap<>();

    void acknowledge(Collection<String> requests) {
        acknowledged.addAll(requests);
    }

    @Override
    public void accept(Event event) {
        Integer before = seen.put(event.id(), event.line().hashCode());
        if (before != null) {
            assertThat(event.line().hashCode()).as("the bytes of " + event.id()).isEqualTo(before);
            return;
        }
        String request = event.usage() ? event.attribute("request_id") : "";
        if (!request.isEmpty()) {
            found.merge(request, 1, Integer::sum);
        } else if (event.type().equals(Event.LOSS)) {
            tell(event.text("reason"), event.number("lost_count"));
        }
    }

    /** Something else than a loss event tells that so many events are gone. */
    void tell(String reason, long missing) {
        told.merge(reason, missing, Long::sum);
    }

    long told(String reason) {
        return told.getOrDefault(reason, 0L);
    }

    long told() {
        return told.values().stream().mapToLong(Long::longValue).sum();
    }

    boolean hasAll() {
        return found.keySet().containsAll(acknowledged);
    }

    long lost() {
        return missing(this);
    }

    /** How many of the calls that returned the other account has no record of. */
    long missing(Ledger other) {
        return acknowledged.stream().filter(id -> !other.found.containsKey(id)).count();
    }

    /** The events that were read, by id. */
    Set<String> events() {
        return seen.keySet();
    }

    Row row(int injected) {
        long records = found.values().stream().mapToLong(Integer::longValue).sum();
        long lost = lost();
        return new Row(
                injected, acknowledged.size(), records, lost, records - found.size(), Math.max(0, lost - told()));
    }
}
