package io.meterweave.it.app.declared;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.meterweave.api.EngineCalls;
import io.meterweave.api.MeterContext;
import io.meterweave.api.MeterUsage;
import io.meterweave.api.Scope;
import io.meterweave.api.Subject;
import io.meterweave.it.app.Engine;
import io.meterweave.it.app.TinyOnnx;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Methods that run a real engine, with several calls in one. */
public final class Generating {
    private static final int STEPS = 40;

    private final OrtSession session;
    private final Map<String, OnnxTensor> prompt;
    private final Map<String, OnnxTensor> token;

    private Generating(OrtSession session) throws OrtException {
        this.session = session;
        prompt = Engine.padded(7, 8);
        token = Engine.padded(1, 1);
    }

    static void call() throws Exception {
        try (OrtSession session = Engine.session(TinyOnnx.mask64());
                OrtSession small = Engine.session(TinyOnnx.lookup())) {
            Generating model = new Generating(session);
            model.generate("generation");
            model.loop("undeclared");
            model.once("once");
            model.parts("parts");
            model.inPool("pool");
            model.remote("remote");
            try (Scope scope = MeterContext.open("outside")) {
                model.payer(null);
                model.payer("x".repeat(257));
                model.payer("inside");
                Engine.run(session, model.token);
            }
            try {
                model.breaks("breaks", small);
            } catch (OrtException e) {
                System.out.println("broke");
            }
        }
    }

    @MeterUsage(operation = "generate_content", model = "tiny", engineCalls = EngineCalls.STEPS)
    private void generate(@Subject String tenant) throws OrtException {
        loop();
    }

    @MeterUsage(operation = "generate_content")
    private void loop(@Subject String tenant) throws OrtException {
        loop();
    }

    private void loop() throws OrtException {
        Engine.run(session, prompt);
        for (int i = 1; i < STEPS; i++) {
            Engine.run(session, token);
        }
    }

    @MeterUsage(operation = "embeddings")
    private void once(@Subject String tenant) throws OrtException {
        Engine.run(session, prompt);
    }

    @MeterUsage(operation = "embeddings", engineCalls = EngineCalls.PARTS)
    private void parts(@Subject String tenant) throws OrtException {
        Engine.run(session, prompt);
        Engine.run(session, prompt);
        Engine.run(session, token);
    }

    @MeterUsage(operation = "embeddings", engineCalls = EngineCalls.PARTS)
    private void inPool(@Subject String tenant) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        for (int i = 0; i < 2; i++) {
            pool.submit(() -> {
                        Engine.run(session, prompt);
                        return null;
                    })
                    .get();
        }
        pool.shutdown();
    }

    @MeterUsage(operation = "chat", provider = "far", remote = true)
    private void remote(@Subject String tenant) throws OrtException {
        Engine.run(session, token);
    }

    @MeterUsage(operation = "payer")
    private void payer(@Subject String tenant) throws OrtException {
        Engine.run(session, token);
    }

    /** Its second step fails. */
    @MeterUsage(operation = "generate_content", engineCalls = EngineCalls.STEPS)
    private void breaks(@Subject String tenant, OrtSession lookup) throws OrtException {
        Engine.run(lookup, Map.of("input_ids", Engine.int64(2, 0, 1)));
        Engine.run(lookup, Map.of("input_ids", Engine.int64(2, 0, 9)));
    }
}
