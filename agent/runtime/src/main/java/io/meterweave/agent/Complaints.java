package io.meterweave.agent;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says on stderr what failed and what to do: one line each, and each once. */
final class Complaints implements Consumer<String> {
    private static final int MOST = 100;

    private final Set<String> said = ConcurrentHashMap.newKeySet();
    private final @Nullable Collection<String> also;

    /** Says it on stderr only. */
    Complaints() {
        this(null);
    }

    /**
     * Says it on stderr, and keeps it for whoever attached the agent.
     *
     * @param also takes each line; safe for use by several threads
     */
    Complaints(@Nullable Collection<String> also) {
        this.also = also;
    }

    @Override
    public void accept(String line) {
        if (said.size() < MOST && said.add(line)) {
            String one = line.replace('\n', ' ').replace('\r', ' ');
            System.err.println("meterweave: " + one);
            if (also != null) {
                also.add(one);
            }
        }
    }
}
