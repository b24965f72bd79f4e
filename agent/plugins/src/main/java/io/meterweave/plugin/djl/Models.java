package io.meterweave.plugin.djl;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import io.meterweave.plugin.Metering;
import io.meterweave.plugin.WeakTable;
import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.ring.Counter;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What each model's predictors have in common, by the device that they are on. Kept by model and not by predictor: some
 * applications make a predictor for each call.
 */
final class Models {
    private static final Facts ANY = Facts.NONE.with(Fact.OPERATION, "predict").with(Fact.PROVIDER, "djl");
    private static final WeakTable<Model, Predicting[]> KNOWN = new WeakTable<>();

    private Models() {}

    static Predicting predicting(Model model, NDManager manager) {
        Device device = manager.getDevice();
        Predicting[] known = KNOWN.get(model);
        if (known != null) {
            for (Predicting each : known) {
                if (each.isOn(device.getDeviceType(), device.getDeviceId())) {
                    return each;
                }
            }
        }
        Predicting made = made(model, manager, device);
        Predicting[] more = known == null ? new Predicting[1] : Arrays.copyOf(known, known.length + 1);
        more[more.length - 1] = made;
        KNOWN.put(model, more);
        return made;
    }

    private static Predicting made(Model model, NDManager manager, Device device) {
        Facts facts = ANY;
        String name = name(model);
        if (name != null) {
            if (Facts.fits(name)) {
                facts = facts.with(Fact.REQUEST_MODEL, name);
            } else {
                Metering.count(Counter.REFUSED_MODEL);
            }
        }
        String engine = engine(manager);
        boolean remote = engine.equals("RPC");
        // ONNX Runtime's hook knows what the session really runs on.
        if (!remote && !engine.equals("OnnxRuntime")) {
            String text = text(device);
            facts = text == null ? facts : facts.with(Fact.DEVICE, text);
        }
        return new Predicting(device.getDeviceType(), device.getDeviceId(), remote, facts);
    }

    /** Empty where there is none: not every manager of arrays is one of an engine. */
    private static String engine(NDManager manager) {
        try {
            Engine engine = manager.getEngine();
            return engine == null ? "" : engine.getEngineName();
        } catch (UnsupportedOperationException e) {
            return "";
        }
    }

    /** Its path where the application gave it no name; null where it has neither, as one that was built in memory. */
    private static @Nullable String name(Model model) {
        String name = model.getName();
        if (name != null && !name.isEmpty()) {
            return name;
        }
        Path path = model.getModelPath();
        return path == null ? null : path.toString();
    }

    /** The device as records name it; null for several at once. */
    private static @Nullable String text(Device device) {
        if (device.getDevices().size() != 1) {
            return null;
        }
        String type = device.getDeviceType();
        return device.getDeviceId() < 0 ? type : type + ":" + device.getDeviceId();
    }
}
