package io.meterweave.it.receiver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Deals faults out of a shuffled pack, by a seed: of each {@value #PACK} requests, each fault happens to one. */
final class Script {
    private static final int PACK = 20;

    private final Random random;
    private final boolean faulty;
    private final Deque<Fault> pack = new ArrayDeque<>();
    private final Map<Fault, Integer> dealt = new EnumMap<>(Fault.class);

    /** No faults at all with seed 0. */
    Script(long seed) {
        random = new Random(seed);
        faulty = seed != 0;
    }

    synchronized Fault next() {
        if (pack.isEmpty()) {
            List<Fault> cards = new ArrayList<>(faulty ? List.of(Fault.values()) : List.of());
            while (cards.size() < PACK) {
                cards.add(Fault.NONE);
            }
            Collections.shuffle(cards, random);
            pack.addAll(cards);
        }
        Fault fault = pack.remove();
        dealt.merge(fault, 1, Integer::sum);
        return fault;
    }

    @Override
    public synchronized String toString() {
        return dealt.toString();
    }
}
