package io.meterweave.plugin.eventloops;

import static io.meterweave.plugin.MethodShape.method;

import io.meterweave.plugin.Hook;
import io.meterweave.plugin.MethodShape;
import io.meterweave.plugin.Plugin;
import java.util.List;

/**
 * Netty's executors, which have queues of their own. What is executed, submitted or scheduled works for whom it was handed over;
 * a loop itself works for nobody, whoever was the first to give it something to do.
 */
public final class EventLoopsPlugin implements Plugin {
    private static final String PACKAGE = "io.meterweave.plugin.eventloops.";
    private static final String NETTY = "io.netty.util.concurrent.";
    private static final String ORDERED = NETTY + "NonStickyEventExecutorGroup$NonStickyOrderedEventExecutor";
    private static final String RUNNABLE = "java.lang.Runnable";
    private static final String UNIT = "java.util.concurrent.TimeUnit";

    @Override
    public String name() {
        return "eventloops";
    }

    @Override
    public boolean meters() {
        return false;
    }

    @Override
    public List<Hook> hooks() {
        return List.of(
                execute(NETTY + "SingleThreadEventExecutor", method("execute", RUNNABLE, "boolean")),
                execute(NETTY + "GlobalEventExecutor", method("execute", RUNNABLE)),
                execute(ORDERED, method("execute", RUNNABLE)),
                Hook.on(
                        NETTY + "AbstractScheduledEventExecutor",
                        Hook.Need.ANY,
                        PACKAGE + "ScheduleAdvice",
                        method("schedule", RUNNABLE, "long", UNIT),
                        method("schedule", "java.util.concurrent.Callable", "long", UNIT),
                        method("scheduleAtFixedRate", RUNNABLE, "long", "long", UNIT),
                        method("scheduleWithFixedDelay", RUNNABLE, "long", "long", UNIT)),
                loop(NETTY + "SingleThreadEventExecutor", method("doStartThread")),
                loop(ORDERED, method("run")),
                loop("io.netty.util.HashedWheelTimer", method("start")));
    }

    private static Hook execute(String type, MethodShape method) {
        return Hook.on(type, Hook.Need.ANY, PACKAGE + "ExecuteAdvice", method);
    }

    /** What runs, or starts, a loop that works for all. */
    private static Hook loop(String type, MethodShape method) {
        return Hook.on(type, Hook.Need.ANY, PACKAGE + "LoopAdvice", method);
    }
}
