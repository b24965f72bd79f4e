package io.meterweave.agent;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Says on stderr what failed and what to do: one line each, and each once. */
final class Complaints implements Consumer<String> {
    private static final int MOST = 100;

    private final Set<String> said = ConcurrentHashMap.newKeySet();

    @Override
    public void accept(String line) {
        if (said.size() < MOST && said.add(line)) {
            System.err.println("meterweave: " + line.replace('\n', ' ').replace('\r', ' '));
        }
    }
}
