package io.meterweave.plugin.djl;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.inference.streaming.ChunkedBytesSupplier;
import ai.djl.inference.streaming.IteratorBytesSupplier;
import ai.djl.inference.streaming.PublisherBytesSupplier;
import ai.djl.modality.Input;
import ai.djl.ndarray.BytesSupplier;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.translate.Translator;
import io.meterweave.plugin.Inference;
import io.meterweave.record.Quantity;
import java.util.Iterator;
import java.util.List;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads how many inputs a predictor was given, and whether its outputs are there when it returns. Tokens come from the
 * engine below, where that has a hook.
 */
final class DjlUsageReader {
    private DjlUsageReader() {}

    static @Nullable Inference batch(
            Predictor<?, ?> predictor,
            Class<?> declaring,
            Model model,
            NDManager manager,
            @Nullable Translator<?, ?> translator,
            @Nullable List<?> inputs) {
        Predicting predicting = Models.predicting(model, manager);
        Inference inference = Inference.open(predicting.batch(), predicting.facts(), predictor, declaring);
        if (inference != null) {
            try {
                if (inputs != null) {
                    inference.set(Quantity.ITEMS, inputs.size());
                    InputRequests.split(inference, inputs, translator);
                }
            } catch (Throwable e) {
                inference.readerFailed(e);
            }
            inference.start();
        }
        return inference;
    }

    static void end(Inference inference, @Nullable List<?> outputs, @Nullable Throwable thrown) {
        try {
            if (thrown == null && outputs != null && !outputs.isEmpty() && isToCome(outputs.get(0))) {
                inference.incomplete();
            }
        } catch (Throwable e) {
            inference.readerFailed(e);
        }
        inference.finish(thrown);
    }

    /** Whether there will be more in the output than there is now: a model server's streams, and lazy iterators. */
    private static boolean isToCome(@Nullable Object output) {
        if (output instanceof Input answer) {
            BytesSupplier data = answer.getData();
            return data instanceof ChunkedBytesSupplier
                    || data instanceof PublisherBytesSupplier
                    || data instanceof IteratorBytesSupplier;
        }
        return output instanceof Iterator || output instanceof BaseStream;
    }

    static @Nullable Inference stream(
            Predictor<?, ?> predictor, Class<?> declaring, Model model, NDManager manager, @Nullable Block block) {
        Predicting predicting = Models.predicting(model, manager);
        if (block != null) {
            MeteredSteps.expect(block, predicting);
        }
        Inference inference = Inference.open(predicting.stream(), predicting.facts(), predictor, declaring);
        if (inference != null) {
            inference.set(Quantity.ITEMS, 1);
            inference.start();
        }
        return inference;
    }

    static void streamMade(Inference inference, @Nullable Throwable thrown) {
        if (thrown == null) {
            inference.incomplete();
        }
        inference.finish(thrown);
    }
}
