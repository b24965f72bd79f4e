package io.meterweave.plugin.executors;

import static io.meterweave.plugin.MethodShape.constructor;
import static io.meterweave.plugin.MethodShape.method;

import io.meterweave.plugin.Hook;
import io.meterweave.plugin.Plugin;
import java.util.List;

/**
 * The JDK's executors. What is submitted or scheduled becomes a {@code FutureTask}, which carries from the thread that made
 * it; what is executed as it is goes through {@code ThreadPoolExecutor.execute}. Executors of libraries are reached where
 * they are made of these, or start a thread for each task.
 */
public final class ExecutorsPlugin implements Plugin {
    private static final String PACKAGE = "io.meterweave.plugin.executors.";
    private static final String POOL = "java.util.concurrent.ThreadPoolExecutor";
    private static final String FUTURE_TASK = "java.util.concurrent.FutureTask";
    private static final String DELAYED = "java.util.concurrent.CompletableFuture$DelayedExecutor";
    private static final String RUNNABLE = "java.lang.Runnable";

    @Override
    public String name() {
        return "executors";
    }

    @Override
    public boolean meters() {
        return false;
    }

    @Override
    public List<Hook> hooks() {
        return List.of(
                Hook.on(
                        FUTURE_TASK,
                        Hook.Need.ANY,
                        PACKAGE + "CallAdvice",
                        constructor("java.util.concurrent.Callable"),
                        constructor(RUNNABLE, "java.lang.Object")),
                Hook.on(POOL, Hook.Need.ANY, PACKAGE + "ExecuteAdvice", method("execute", RUNNABLE)),
                Hook.on(POOL, Hook.Need.ANY, PACKAGE + "RejectAdvice", method("reject", RUNNABLE)),
                Hook.on(POOL, Hook.Need.ANY, PACKAGE + "RemoveAdvice", method("remove", RUNNABLE)),
                Hook.on(POOL, Hook.Need.ANY, PACKAGE + "DrainAdvice", method("shutdownNow")),
                Hook.on(DELAYED, Hook.Need.ANY, PACKAGE + "DelayAdvice", method("execute", RUNNABLE)));
    }
}
