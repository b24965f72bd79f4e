package io.meterweave.example.edge;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the receiver has against the device's own word. Each call that the device has noted must be there once, for
 * the right customer and with its tokens. A kill may come between a call's record and the device's note of it: one call a
 * kill may be there that was not noted, the next one that its device would have noted. Nothing else may.
 */
final class Proof {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    private final List<String> faults = new ArrayList<>();
    private final int calls;
    private int received;
    private int lost;
    private int doubled;
    private int unnoted;

    /**
     * Compares.
     *
     * @param noted the lines of the device: a call's number and its tokens
     * @param events each once
     * @param kills how often the device was killed
     */
    Proof(List<String> noted, Collection<Event> events, int kills) {
        Map<String, String> tokens = new HashMap<>();
        for (String line : noted) {
            tokens.put(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1));
        }
        calls = tokens.size();
        Map<String, Integer> times = new HashMap<>();
        for (Event event : events) {
            if (event.type().equals(Event.USAGE)) {
                received++;
                String call = event.data().path("attributes").path(Device.CALL).asText();
                times.merge(call, 1, Integer::sum);
                compare(call, event, tokens.get(call));
            } else if (event.type().equals(Event.LOSS)) {
                faults.add("the agent reports a loss: " + event.data());
            }
        }
        tokens.keySet().forEach(call -> lost(call, times.containsKey(call)));
        times.forEach(this::doubled);
        times.keySet().stream()
                .filter(call -> !tokens.containsKey(call))
                .forEach(call -> unnoted(call, tokens.keySet()));
        if (unnoted > kills) {
            faults.add(unnoted + " calls were received that the device has not noted, with " + kills + " kills");
        }
    }

    private void compare(String call, Event event, @Nullable String tokens) {
        JsonNode metered = event.data().path("input_tokens");
        if (tokens != null && !metered.asText().equals(tokens)) {
            faults.add("call " + call + " has " + tokens + " tokens and was metered with " + metered);
        }
        if (!event.json().path("subject").asText().equals(Device.CUSTOMER)) {
            faults.add("call " + call + " is billed to " + event.json().path("subject"));
        }
    }

    private void lost(String call, boolean found) {
        if (!found) {
            lost++;
            faults.add("call " + call + " was made and has not arrived");
        }
    }

    private void doubled(String call, int times) {
        if (times > 1) {
            doubled++;
            faults.add("call " + call + " was metered " + times + " times");
        }
    }

    /** A kill can have cut off only the call behind the last one that its device has noted. */
    private void unnoted(String call, Set<String> noted) {
        unnoted++;
        int number = NUMBER.matcher(call).matches() ? Integer.parseInt(call) : 0;
        if (!noted.contains(Integer.toString(number - 1)) || noted.contains(Integer.toString(number + 1))) {
            faults.add("call '" + call + "' was received, and is none that a kill cut off");
        }
    }

    int received() {
        return received;
    }

    int lost() {
        return lost;
    }

    /** Everything that does not agree, in words. */
    List<String> faults() {
        return faults;
    }

    @Override
    public String toString() {
        return "calls=" + calls + " received=" + received + " cut_off=" + unnoted + " lost=" + lost + " doubled="
                + doubled;
    }
}
