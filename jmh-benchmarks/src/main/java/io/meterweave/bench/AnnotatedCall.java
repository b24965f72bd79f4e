package io.meterweave.bench;

import io.meterweave.api.MeterUsage;
import io.meterweave.api.Subject;
import org.jspecify.annotations.Nullable;

/** Methods of an application's own that do nothing, so that what is woven into them is what costs. */
final class AnnotatedCall {
    private static final float[] EMBEDDING = {};

    @MeterUsage(operation = "embeddings", provider = "own", model = "stub")
    float[] run() {
        return EMBEDDING;
    }

    @MeterUsage(operation = "embeddings", provider = "own", model = "stub")
    float[] run(@Subject String payer) {
        return EMBEDDING;
    }

    @MeterUsage(operation = "embeddings", provider = "own", model = "stub")
    @Nullable Object run(StubCall stub) throws Exception {
        return stub.run();
    }
}
