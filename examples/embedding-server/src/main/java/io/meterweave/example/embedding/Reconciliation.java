package io.meterweave.example.embedding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Compares what the client knows with what was metered.
 *
 * <p>Each answered request must have one record, with its tenant and its tokens. A request that was cut off by the kill
 * may have one (the inference had ended, the answer had not left) or none. Nothing else may have been metered.
 */
final class Reconciliation {
    /** One tenant's answered requests, their tokens as the client counted them, and the tokens billed to it for them. */
    record Sum(long requests, long counted, long metered) {
        private Sum plus(Sum other) {
            return new Sum(requests + other.requests, counted + other.counted, metered + other.metered);
        }
    }

    private final Map<String, Sum> sums = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();
    private final int responses;
    private final int records;
    private int cutOff;
    private int lost;
    private int doubled;
    private int unattributed;

    /**
     * @param sent all requests that were sent, answered or not
     * @param answered the ids of those that were answered
     * @param records all usage records
     * @param mostCutOff how many requests can have been in flight when the server was killed
     */
    Reconciliation(Collection<Request> sent, Set<String> answered, List<UsageRecord> records, int mostCutOff) {
        this.responses = answered.size();
        this.records = records.size();
        Map<String, List<UsageRecord>> byRequest = new HashMap<>();
        for (UsageRecord each : records) {
            if (each.subject() == null) {
                unattributed++;
                faults.add("record " + each.id() + " has no subject");
            }
            String requestId = each.requestId() == null ? "" : each.requestId();
            byRequest.computeIfAbsent(requestId, id -> new ArrayList<>()).add(each);
        }
        for (Request request : sent) {
            List<UsageRecord> found = byRequest.remove(request.id());
            match(request, answered.contains(request.id()), found == null ? List.of() : found);
        }
        byRequest.forEach(
                (id, strays) -> faults.add(strays.size() + " records of a request that was never sent: '" + id + "'"));
        judgeTotals(mostCutOff);
    }

    private void match(Request request, boolean answered, List<UsageRecord> found) {
        for (UsageRecord each : found) {
            compare(request, each);
            if (answered && each.subject() != null && each.inputTokens() != null) {
                sums.merge(each.subject(), new Sum(0, 0, each.inputTokens()), Sum::plus);
            }
        }
        if (found.size() > 1) {
            doubled++;
            faults.add("request " + request.id() + " was metered " + found.size() + " times");
        }
        if (answered) {
            sums.merge(request.tenant(), new Sum(1, request.tokens(), 0), Sum::plus);
            if (found.isEmpty()) {
                lost++;
                faults.add("request " + request.id() + " was answered and has no record");
            }
        } else if (!found.isEmpty()) {
            cutOff++;
        }
    }

    private void compare(Request request, UsageRecord found) {
        if (found.subject() != null && !found.subject().equals(request.tenant())) {
            faults.add("request " + request.id() + " of " + request.tenant() + " was billed to " + found.subject());
        }
        if (found.inputTokens() == null || found.inputTokens() != request.tokens()) {
            faults.add("request " + request.id() + " has " + request.tokens() + " tokens and was metered with "
                    + (found.inputTokens() == null ? "none" : found.inputTokens()));
        }
    }

    private void judgeTotals(int mostCutOff) {
        if (records != responses + cutOff) {
            faults.add(records + " records are not " + responses + " responses and " + cutOff + " cut off");
        }
        if (cutOff > mostCutOff) {
            faults.add(cutOff + " cut off, with at most " + mostCutOff + " in flight");
        }
        sums.forEach((tenant, sum) -> {
            if (sum.counted() != sum.metered()) {
                faults.add(tenant + " used " + sum.counted() + " tokens and was metered with " + sum.metered());
            }
        });
    }

    /** By tenant. */
    Map<String, Sum> sums() {
        return sums;
    }

    /** Everything that does not agree, in words. */
    List<String> faults() {
        return faults;
    }

    /** The demo's last line. */
    @Override
    public String toString() {
        return "responses=" + responses + " records=" + records + " cut_off=" + cutOff + " lost=" + lost + " doubled="
                + doubled + " unattributed=" + unattributed;
    }
}
