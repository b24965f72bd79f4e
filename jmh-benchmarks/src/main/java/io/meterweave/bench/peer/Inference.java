package io.meterweave.bench.peer;

import org.jspecify.annotations.Nullable;

/** The call that is told of. */
public interface Inference {
    /** Makes it. */
    @Nullable Object run() throws Exception;
}
