package io.meterweave.plugin.onnxruntime;

import ai.onnxruntime.OrtSession;
import io.meterweave.plugin.Advice;

/** On the execution providers of {@code SessionOptions}: only one that was really added (they throw where absent). */
public final class DeviceAdvice {
    private DeviceAdvice() {}

    /** Remembers the device. */
    @Advice.OnReturn
    public static void exit(
            @Advice.This OrtSession.SessionOptions options,
            @Advice.MethodName String method,
            @Advice.Argument(0) Object argument) {
        Devices.added(options, method, argument);
    }
}
