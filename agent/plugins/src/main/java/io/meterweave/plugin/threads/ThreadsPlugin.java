package io.meterweave.plugin.threads;

import static io.meterweave.plugin.MethodShape.method;

import io.meterweave.plugin.Hook;
import io.meterweave.plugin.Plugin;
import java.util.List;

/** Threads that are started for one piece of work, virtual ones among them. */
public final class ThreadsPlugin implements Plugin {
    private static final String ADVICE = "io.meterweave.plugin.threads.StartAdvice";
    private static final String CONTAINER = "jdk.internal.vm.ThreadContainer";

    @Override
    public String name() {
        return "threads";
    }

    @Override
    public boolean meters() {
        return false;
    }

    @Override
    public List<Hook> hooks() {
        return List.of(
                Hook.on("java.lang.Thread", Hook.Need.ANY, ADVICE, method("start"), method("start", CONTAINER)),
                Hook.on("java.lang.VirtualThread", Hook.Need.ANY, ADVICE, method("start", CONTAINER)));
    }
}
