package io.meterweave.bench;

import io.meterweave.api.MeterUsage;
import io.meterweave.api.Subject;
import org.jspecify.annotations.Nullable;

/** Methods of an application's own that do nothing, so that what is woven into them is what costs. */
final class AnnotatedCall {
    @MeterUsage(operation = "embeddings", provider = "own", model = "stub")
    @Nullable Object run() {
        return null;
    }

    @MeterUsage(operation = "embeddings", provider = "own", model = "stub")
    static @Nullable Object runStatic() {
        return null;
    }

    @MeterUsage(operation = "embeddings", provider = "own", model = "stub")
    @Nullable Object run(@Subject String payer) {
        return null;
    }
}
