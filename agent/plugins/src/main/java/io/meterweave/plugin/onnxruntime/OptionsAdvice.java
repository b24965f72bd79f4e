package io.meterweave.plugin.onnxruntime;

import ai.onnxruntime.OrtSession;
import io.meterweave.plugin.Advice;

/** On the constructor of {@code SessionOptions}: whose providers are known, because all were added after it. */
public final class OptionsAdvice {
    private OptionsAdvice() {}

    /** Remembers the options. */
    @Advice.OnReturn
    public static void exit(@Advice.This OrtSession.SessionOptions options) {
        Devices.made(options);
    }
}
