package io.meterweave.cli.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was found to be wrong, in the order in which it was found; neighbours of a kind are one. */
final class Faults {
    /** More than anybody reads; input that has more is something else than usage, and must not fill the memory. */
    static final int MOST = 100_000;

    private final List<Fault> all = new ArrayList<>();
    private final Map<String, Integer> latest = new HashMap<>();
    private final Map<String, Integer> ofEpoch = new HashMap<>();
    private boolean settling;
    private long unnamed;

    void add(Side side, FaultKind kind, String epoch, long first, long last, String detail) {
        Fault fault = new Fault(side, kind, epoch, first, last, detail);
        String key = side.word() + ' ' + kind.word() + ' ' + epoch;
        Integer at = latest.get(key);
        if (at != null && all.get(at).continuesWith(fault)) {
            all.set(at, all.get(at).to(last));
            return;
        }
        ofEpoch.merge(side.word() + epoch, 1, Integer::sum);
        if (all.size() == MOST) {
            unnamed++;
            if (!settling) {
                throw new TooManyFaultsException();
            }
            return;
        }
        latest.put(key, all.size());
        all.add(fault);
    }

    /** Nothing is read any more: what is too much from now on is counted only. */
    void settle() {
        settling = true;
    }

    /** How many there are beside those that are named. */
    long unnamed() {
        return unnamed;
    }

    boolean any() {
        return !all.isEmpty();
    }

    boolean any(Side side, String epoch) {
        return ofEpoch.containsKey(side.word() + epoch);
    }

    List<Fault> all() {
        return all;
    }
}
