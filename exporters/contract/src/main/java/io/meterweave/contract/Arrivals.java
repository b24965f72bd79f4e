package io.meterweave.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.spi.UsageEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a target holds, by id: each event with the place and the bytes of its first arrival. */
final class Arrivals {
    private final Map<String, Integer> places = new LinkedHashMap<>();

    /** Takes what a target holds; an id must not have come with several texts. */
    Arrivals(List<Arrival> arrivals) {
        Map<String, byte[]> first = new LinkedHashMap<>();
        for (Arrival each : arrivals) {
            byte[] before = first.putIfAbsent(each.id(), each.bytes());
            if (before == null) {
                places.put(each.id(), places.size());
            } else {
                assertThat(new String(each.bytes(), UTF_8))
                        .as("the same event, %s, with other bytes", each.id())
                        .isEqualTo(new String(before, UTF_8));
            }
        }
    }

    static Arrivals of(ContractTarget target) throws Exception {
        return new Arrivals(target.arrivals());
    }

    /** Whether all of these have arrived. */
    boolean has(List<UsageEvent> events) {
        return events.stream().allMatch(event -> places.containsKey(event.id()));
    }

    /** Checks that these have arrived, and nothing else. */
    void assertAre(List<UsageEvent> events) {
        assertThat(places.keySet()).as("what has arrived").containsExactlyInAnyOrderElementsOf(ids(events));
        assertInOrder(events);
    }

    /** Checks that of those that have arrived no event of a subject came before an earlier one. */
    void assertInOrder(List<UsageEvent> events) {
        Map<String, List<UsageEvent>> bySubject = new LinkedHashMap<>();
        for (UsageEvent event : events) {
            if (event.subject() != null && places.containsKey(event.id())) {
                bySubject
                        .computeIfAbsent(event.epoch() + event.subject(), key -> new ArrayList<>())
                        .add(event);
            }
        }
        bySubject
                .values()
                .forEach(ofOne -> assertThat(ofOne.stream().map(event -> places.get(event.id())))
                        .as("the places at the target of what one subject did, %s", ids(ofOne))
                        .isSorted());
    }

    static List<String> ids(List<UsageEvent> events) {
        return events.stream().map(UsageEvent::id).toList();
    }
}
