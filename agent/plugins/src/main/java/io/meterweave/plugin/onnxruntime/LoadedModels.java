package io.meterweave.plugin.onnxruntime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.meterweave.plugin.Metering;
import io.meterweave.plugin.WeakTable;
import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.ring.Counter;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each session has loaded, from its constructor's arguments: the graph's own metadata does not identify it. */
final class LoadedModels {
    private static final Facts ANY = Facts.NONE.with(Fact.OPERATION, "predict").with(Fact.PROVIDER, "onnxruntime");
    private static final LoadedModel UNKNOWN = new LoadedModel(ANY, null);
    private static final WeakTable<OrtSession, LoadedModel> MODELS = new WeakTable<>();

    private LoadedModels() {}

    /**
     * A session's model.
     *
     * @param facts the part of its records that is known before any call
     * @param batchInput the input whose first dimension is the batch, null where none is declared so
     */
    record LoadedModel(Facts facts, @Nullable String batchInput) {}

    static LoadedModel of(OrtSession session) {
        LoadedModel model = MODELS.get(session);
        return model == null ? UNKNOWN : model;
    }

    static void loaded(OrtSession session, Object model, OrtSession.SessionOptions options) {
        Facts facts = ANY;
        String name = name(model);
        if (name != null && Facts.fits(name)) {
            facts = facts.with(Fact.REQUEST_MODEL, name);
        } else {
            Metering.count(Counter.REFUSED_MODEL);
        }
        MODELS.put(session, new LoadedModel(Devices.with(facts, Devices.of(options)), batchInput(session)));
    }

    private static @Nullable String name(Object model) {
        if (model instanceof String path) {
            return path;
        }
        ByteBuffer bytes = model instanceof byte[] array ? ByteBuffer.wrap(array) : ((ByteBuffer) model).duplicate();
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(bytes);
            String hash = HexFormat.of().formatHex(sha256.digest(), 0, 8);
            String alias = Metering.modelAlias(hash);
            return alias == null ? "sha256:" + hash : alias;
        } catch (NoSuchAlgorithmException e) {
            return null;
        }
    }

    /** The first input whose first dimension is left open: a model with a batch dimension declares it so. */
    private static @Nullable String batchInput(OrtSession session) {
        try {
            for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
                if (input.getValue().getInfo() instanceof TensorInfo) {
                    long[] shape = ((TensorInfo) input.getValue().getInfo()).getShape();
                    if (shape.length > 1 && shape[0] < 0) {
                        return input.getKey();
                    }
                }
            }
        } catch (OrtException e) {
            // Its records say nothing about items, then.
        }
        return null;
    }
}
