package io.meterweave.plugin.onnxruntime;

import ai.onnxruntime.OrtSession;
import io.meterweave.plugin.Advice;

/** On the constructors of {@code OrtSession}: which model, and on which device. */
public final class LoadAdvice {
    private LoadAdvice() {}

    /** Remembers the session. */
    @Advice.OnReturn
    public static void exit(
            @Advice.This OrtSession session,
            @Advice.Argument(1) Object model,
            @Advice.Argument(3) OrtSession.SessionOptions options) {
        LoadedModels.loaded(session, model, options);
    }
}
