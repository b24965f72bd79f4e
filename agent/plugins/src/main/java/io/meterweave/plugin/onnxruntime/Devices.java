package io.meterweave.plugin.onnxruntime;

import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import io.meterweave.plugin.WeakTable;
import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which device a session's options ask for. The provider added first has the first choice of the model's nodes. */
final class Devices {
    private static final String CPU = "cpu";
    private static final String UNKNOWN = "";
    private static final String NONE = "none";
    private static final WeakTable<OrtSession.SessionOptions, String> DEVICES = new WeakTable<>();
    private static final Pattern DEVICE_ID = Pattern.compile("(?:^|;)device_id=([0-9]{1,4})(?:;|$)");
    private static final Pattern OPENVINO = Pattern.compile("(CPU|GPU|NPU)(?:\\.([0-9]{1,4}))?(?:_[A-Z0-9]+)?");

    private Devices() {}

    /** Options without a provider run on the CPU. Those made before the agent was attached may have any. */
    static void made(OrtSession.SessionOptions options) {
        DEVICES.put(options, NONE);
    }

    static void added(OrtSession.SessionOptions options, String method, Object argument) {
        if (NONE.equals(DEVICES.get(options))) {
            DEVICES.put(options, device(method, argument));
        }
    }

    /** The device's name; null where it is not known. */
    static @Nullable String of(OrtSession.SessionOptions options) {
        String device = DEVICES.get(options);
        return device == null || device.equals(UNKNOWN) ? null : device.equals(NONE) ? CPU : device;
    }

    private static String device(String method, Object argument) {
        if (argument instanceof Integer) {
            return "gpu:" + argument;
        }
        if (argument instanceof OrtCUDAProviderOptions cuda) {
            return gpu(cuda.getOptionsString());
        }
        if (argument instanceof OrtTensorRTProviderOptions tensorRt) {
            return gpu(tensorRt.getOptionsString());
        }
        if (method.equals("addOpenVINO") && argument instanceof String name) {
            Matcher m = OPENVINO.matcher(name);
            if (!m.matches()) {
                return UNKNOWN;
            }
            String kind = m.group(1).toLowerCase(Locale.ROOT);
            return kind.equals(CPU) ? CPU : kind + ":" + (m.group(2) == null ? "0" : m.group(2));
        }
        return method.equals("addWebGPU") ? "gpu:0" : UNKNOWN;
    }

    private static String gpu(String options) {
        Matcher id = DEVICE_ID.matcher(options);
        return "gpu:" + (id.find() ? id.group(1) : "0");
    }

    static Facts with(Facts facts, @Nullable String device) {
        return device == null ? facts : facts.with(Fact.DEVICE, device);
    }
}
