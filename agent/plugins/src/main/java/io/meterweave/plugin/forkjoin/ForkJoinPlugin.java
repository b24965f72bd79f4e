package io.meterweave.plugin.forkjoin;

import static io.meterweave.plugin.MethodShape.method;

import io.meterweave.plugin.Hook;
import io.meterweave.plugin.Plugin;
import java.util.List;

/**
 * Fork/join pools, and so parallel streams: every task that is forked or submitted carries, and runs for whom it belongs to,
 * on whichever worker, or in whichever thread helps while it waits.
 */
public final class ForkJoinPlugin implements Plugin {
    private static final String POOL = "java.util.concurrent.ForkJoinPool";
    private static final String TASK = "java.util.concurrent.ForkJoinTask";
    private static final String PACKAGE = "io.meterweave.plugin.forkjoin.";
    private static final String RUNNABLE = "java.lang.Runnable";
    private static final String UNIT = "java.util.concurrent.TimeUnit";

    @Override
    public String name() {
        return "forkjoin";
    }

    @Override
    public boolean meters() {
        return false;
    }

    @Override
    public List<Hook> hooks() {
        return List.of(
                Hook.on(TASK, Hook.Need.ANY, PACKAGE + "RunAdvice", method("doExec")),
                Hook.on(TASK, Hook.Need.ANY, PACKAGE + "ForkAdvice", method("fork")),
                Hook.on(
                        TASK,
                        Hook.Need.ANY,
                        PACKAGE + "AwaitAdvice",
                        method("awaitDone", POOL, "boolean", "boolean", "boolean", "long"),
                        method("awaitDone", "int", "long"),
                        method("awaitDone", "boolean", "long")),
                Hook.on(
                        POOL,
                        Hook.Need.ANY,
                        PACKAGE + "AwaitAdvice",
                        method("helpAsyncBlocker", "java.util.concurrent.Executor", POOL + "$ManagedBlocker"),
                        method("helpQuiescePool", POOL + "$WorkQueue", "long", "boolean"),
                        method("externalHelpQuiescePool", "long", "boolean"),
                        method("helpQuiescePool", POOL, "long", "boolean")),
                Hook.on(POOL, Hook.Need.ANY, PACKAGE + "SubmitAdvice", method("externalSubmit", TASK)),
                Hook.on(POOL, Hook.Need.OPTIONAL, PACKAGE + "PoolSubmitAdvice", method("poolSubmit", "boolean", TASK)),
                Hook.on(
                        POOL,
                        Hook.Need.OPTIONAL,
                        "io.meterweave.plugin.executors.CallAdvice",
                        method("schedule", RUNNABLE, "long", UNIT),
                        method("schedule", "java.util.concurrent.Callable", "long", UNIT),
                        method("scheduleAtFixedRate", RUNNABLE, "long", "long", UNIT),
                        method("scheduleWithFixedDelay", RUNNABLE, "long", "long", UNIT)));
    }
}
