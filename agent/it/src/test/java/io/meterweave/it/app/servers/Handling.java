package io.meterweave.it.app.servers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.meterweave.it.app.Engine;
import io.meterweave.it.app.TinyOnnx;
import io.meterweave.it.app.handoff.Virtual;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the application does for a request, in each style: one inference. */
final class Handling implements Server.Work {
    /** How many requests are under way at the same time. */
    static final int TENANTS = 3;

    static final int PATIENCE_SECONDS = 60;
    private static final OrtSession SESSION;
    private static final Map<String, OnnxTensor> INPUTS;

    private final ExecutorService pool = Executors.newFixedThreadPool(TENANTS);
    /** Work that has threads of its own makes no inference before all tenants' has begun. */
    private final CyclicBarrier together = new CyclicBarrier(TENANTS);

    private final Map<String, Later> later = new ConcurrentHashMap<>();

    static {
        try {
            SESSION = Engine.session(TinyOnnx.mask64());
            INPUTS = Engine.padded(3, 8);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Work that is to be done when its response has come. */
    static final class Later {
        private final CountDownLatch answered = new CountDownLatch(1);
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        void goOnAndEnd() throws Exception {
            answered.countDown();
            done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Announces the next request of a path whose work goes on after it. */
    Later later(String path) {
        Later next = new Later();
        later.put(path, next);
        return next;
    }

    @Override
    public CompletionStage<?> begin(String path) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Runnable work = () -> {
            inferTogether();
            done.complete(null);
        };
        switch (Style.of(path.split("/")[1])) {
            case POOL, ASYNC -> pool.execute(work);
            case STARTED -> new Thread(work).start();
            case VIRTUAL -> Virtual.start(work);
            // Not together: the common pool may have one thread.
            case SUPPLIED -> {
                return CompletableFuture.supplyAsync(() -> {
                    infer();
                    return path;
                });
            }
            case AFTER -> {
                begin(later.get(path));
                done.complete(null);
            }
            case HANDLED, ASYNC_START, ASYNC_DISPATCH, KEPT, PIPELINED -> {
                infer();
                done.complete(null);
            }
        }
        return done;
    }

    private void begin(Later later) {
        pool.execute(() -> {
            await(later.answered);
            inferTogether();
            later.done.complete(null);
        });
    }

    private static void await(CountDownLatch gate) {
        try {
            if (!gate.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nothing came");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void inferTogether() {
        try {
            together.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            infer();
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void infer() {
        try {
            Engine.run(SESSION, INPUTS);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Has each thread that has worked for tenants make one inference for nobody; answers how many that are. */
    int endForNobody() throws InterruptedException {
        for (int i = 0; i < TENANTS; i++) {
            pool.execute(this::inferTogether);
        }
        pool.shutdown();
        if (!pool.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("its pool does not end");
        }
        return TENANTS;
    }
}
