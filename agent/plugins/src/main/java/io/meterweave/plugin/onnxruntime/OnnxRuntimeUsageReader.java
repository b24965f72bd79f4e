package io.meterweave.plugin.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.meterweave.plugin.EntryPoint;
import io.meterweave.plugin.Inference;
import io.meterweave.plugin.Layer;
import io.meterweave.plugin.Locality;
import io.meterweave.plugin.Shares;
import io.meterweave.record.Quantity;
import io.meterweave.record.TokensSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows and tokens from a call's inputs, by the names that exported transformers give them: {@code input_ids}
 * {@code [rows, length]} and {@code attention_mask} {@code [rows, past + length]}.
 *
 * <p>The tokens of this call are the ones in the mask's last {@code length} columns: padding is not counted, nor are past
 * tokens that a decoder's key-value cache already holds. Without a mask that can be read, the padded shape is what is
 * left, and the record says {@code estimated}.
 */
final class OnnxRuntimeUsageReader {
    private static final EntryPoint RUN = EntryPoint.of(Layer.ENGINE, Locality.LOCAL);

    private OnnxRuntimeUsageReader() {}

    static Inference begin(OrtSession session, @Nullable Map<String, ? extends OnnxTensorLike> inputs) {
        LoadedModels.LoadedModel model = LoadedModels.of(session);
        Inference inference = Inference.open(RUN, model.facts());
        try {
            if (inputs != null) {
                read(inference, model, inputs);
            }
        } catch (Throwable e) {
            inference.readerFailed(e);
        }
        inference.start();
        return inference;
    }

    private static void read(
            Inference inference, LoadedModels.LoadedModel model, Map<String, ? extends OnnxTensorLike> inputs) {
        OnnxTensorLike ids = inputs.get("input_ids");
        OnnxTensorLike mask = inputs.get("attention_mask");
        OnnxTensorLike rows = ids != null ? ids : mask;
        if (rows == null && model.batchInput() != null) {
            rows = inputs.get(model.batchInput());
        }
        if (rows != null) {
            long[] shape = rows.getInfo().getShape();
            inference.set(Quantity.ITEMS, shape.length > 1 ? shape[0] : 1);
        }
        Shares wanted = inference.rowsWanted();
        long tokens = mask instanceof OnnxTensor tensor ? counted(tensor, ids, wanted) : -1;
        if (tokens >= 0) {
            inference.set(Quantity.INPUT_TOKENS, tokens);
            inference.tokensSource(TokensSource.COUNTED);
        } else if (ids != null) {
            inference.set(Quantity.INPUT_TOKENS, ids.getInfo().getNumElements());
            inference.tokensSource(TokensSource.ESTIMATED);
        }
    }

    private static long counted(OnnxTensor mask, @Nullable OnnxTensorLike ids, @Nullable Shares wanted) {
        TensorInfo info = mask.getInfo();
        long elements = info.getNumElements();
        if (ids == null || ids.getInfo().getNumElements() == elements) {
            long columns = wanted == null ? elements : columns(info.getShape());
            return MaskBuffer.count(mask, info.type, elements, columns, columns, wanted);
        }
        long[] maskShape = info.getShape();
        long[] idsShape = ids.getInfo().getShape();
        if (maskShape.length != 2 || idsShape.length != 2 || maskShape[0] != idsShape[0]) {
            return -1;
        }
        return MaskBuffer.count(mask, info.type, elements, maskShape[1], Math.min(idsShape[1], maskShape[1]), wanted);
    }

    /** Of a row; of anything but rows all that there are. */
    private static long columns(long[] shape) {
        long columns = 1;
        for (int i = shape.length == 2 ? 1 : 0; i < shape.length; i++) {
            columns *= shape[i];
        }
        return columns;
    }
}
