package io.meterweave.plugin.futures;

import static io.meterweave.plugin.MethodShape.method;

import io.meterweave.plugin.Hook;
import io.meterweave.plugin.MethodShape;
import io.meterweave.plugin.Plugin;
import java.util.List;

/**
 * {@code CompletableFuture}: each stage's function carries from the thread that makes the stage, whichever thread completes
 * what it waits for. All public methods end in the ones hooked here.
 */
public final class FuturesPlugin implements Plugin {
    private static final String FUTURE = "java.util.concurrent.CompletableFuture";
    private static final String PACKAGE = "io.meterweave.plugin.futures.";
    private static final String EXECUTOR = "java.util.concurrent.Executor";
    private static final String STAGE = "java.util.concurrent.CompletionStage";
    private static final String RUNNABLE = "java.lang.Runnable";
    private static final String FUNCTIONS = "java.util.function.";

    @Override
    public String name() {
        return "futures";
    }

    @Override
    public boolean meters() {
        return false;
    }

    @Override
    public List<Hook> hooks() {
        return List.of(
                Hook.on(
                        FUTURE,
                        Hook.Need.ANY,
                        "io.meterweave.plugin.executors.CallAdvice",
                        method("completeAsync", FUNCTIONS + "Supplier", EXECUTOR)),
                Hook.on(
                        FUTURE,
                        Hook.Need.ANY,
                        PACKAGE + "StageAdvice",
                        stage("asyncSupply", FUNCTIONS + "Supplier"),
                        stage("asyncRun", RUNNABLE),
                        stage("uniApply", FUNCTIONS + "Function"),
                        stage("uniAccept", FUNCTIONS + "Consumer"),
                        stage("uniRun", RUNNABLE),
                        stage("uniWhenComplete", FUNCTIONS + "BiConsumer"),
                        stage("uniHandle", FUNCTIONS + "BiFunction"),
                        stage("uniExceptionally", FUNCTIONS + "Function"),
                        stage("uniCompose", FUNCTIONS + "Function"),
                        stage("uniComposeExceptionally", FUNCTIONS + "Function")),
                Hook.on(
                        FUTURE,
                        Hook.Need.ANY,
                        PACKAGE + "BothStageAdvice",
                        both("biApply", FUNCTIONS + "BiFunction"),
                        both("biAccept", FUNCTIONS + "BiConsumer"),
                        both("biRun", RUNNABLE),
                        both("orApply", FUNCTIONS + "Function"),
                        both("orAccept", FUNCTIONS + "Consumer"),
                        both("orRun", RUNNABLE)));
    }

    private static MethodShape stage(String kind, String function) {
        return method(kind + "Stage", EXECUTOR, function);
    }

    private static MethodShape both(String kind, String function) {
        return method(kind + "Stage", EXECUTOR, STAGE, function);
    }
}
