package io.meterweave.exporter.http;

import io.meterweave.spi.ExportException;
import io.meterweave.spi.RefusedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Sends what one export is about, and gathers what is refused of it.
 *
 * <p>A request is sent again at once only in a form that the target asked for: without what it has had before, and without
 * what it refuses. Where it refuses something of several events, the export ends with that, and the caller sends the
 * others again. Where it refuses something of a single event that consists of several meters' items, each is sent by
 * itself: the refusal then tells which meter is to blame, and which of the others have been taken.
 */
final class Sending {
    /** An event's items. */
    record Part(int event, List<Item> items) {}

    private record Placed(int event, Item item) {}

    /** Sends one request. */
    interface Wire {
        Verdict send(List<Item> items) throws ExportException;

        ExportException failure(Verdict.Failed failed);
    }

    private final Wire wire;
    private final boolean single;
    private final Map<Integer, List<String>> refused = new LinkedHashMap<>();
    private final List<String> taken = new ArrayList<>();

    /**
     * Begins an export.
     *
     * @param single whether it is about one event
     */
    Sending(Wire wire, boolean single) {
        this.wire = wire;
        this.single = single;
    }

    /** Sends these in one request, or more as the target asks for it. */
    void send(List<Part> parts) throws ExportException {
        List<Placed> open = new ArrayList<>();
        for (Part part : parts) {
            part.items().forEach(item -> open.add(new Placed(part.event(), item)));
        }
        sendAll(open);
    }

    private void sendAll(List<Placed> first) throws ExportException {
        List<Placed> open = first;
        while (!open.isEmpty()) {
            Verdict verdict = wire.send(open.stream().map(Placed::item).toList());
            if (verdict instanceof Verdict.Taken) {
                open.forEach(each -> taken.add(each.item().meter()));
                return;
            } else if (verdict instanceof Verdict.Failed failed) {
                throw wire.failure(failed);
            } else if (verdict instanceof Verdict.Sorted sorted) {
                open = without(open, sorted);
            } else if (verdict instanceof Verdict.Refused one) {
                refused(open, one.answer());
                return;
            }
        }
    }

    private List<Placed> without(List<Placed> open, Verdict.Sorted sorted) throws ExportException {
        List<Placed> left = new ArrayList<>();
        for (int i = 0; i < open.size(); i++) {
            Placed each = open.get(i);
            String answer = sorted.refused().get(i);
            if (answer != null) {
                refuse(each, answer);
            } else if (sorted.in().contains(i)) {
                taken.add(each.item().meter());
            } else {
                left.add(each);
            }
        }
        if (!refused.isEmpty() && !single) {
            end();
        }
        if (left.size() == open.size()) {
            throw wire.failure(new Verdict.Failed("it refuses a request and names nothing of it", ""));
        }
        return left;
    }

    private void refused(List<Placed> open, String answer) throws ExportException {
        if (open.size() == 1) {
            refuse(open.get(0), answer);
        } else if (single) {
            for (Placed each : open) {
                sendAll(List.of(each));
            }
        } else {
            throw new RefusedException(answer);
        }
    }

    private void refuse(Placed each, String answer) {
        String meter = each.item().meter();
        refused.computeIfAbsent(each.event(), event -> new ArrayList<>())
                .add(meter.isEmpty() ? answer : meter + ": " + answer);
    }

    /** Ends the export: throws what was refused, if anything was. */
    void end() throws RefusedException {
        if (refused.isEmpty()) {
            return;
        }
        // In front: what is long is cut behind.
        String others = single && !taken.isEmpty() ? "taken: " + String.join(", ", new TreeSet<>(taken)) + "; " : "";
        List<RefusedException.Refusal> refusals = new ArrayList<>();
        refused.forEach((event, answers) ->
                refusals.add(new RefusedException.Refusal(event, others + String.join("; ", answers))));
        throw new RefusedException(refusals);
    }
}
