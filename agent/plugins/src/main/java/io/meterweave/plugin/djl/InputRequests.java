package io.meterweave.plugin.djl;

import ai.djl.modality.Input;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import io.meterweave.plugin.Inference;
import io.meterweave.plugin.Request;
import io.meterweave.plugin.RequestWork;
import io.meterweave.plugin.Shares;
import io.meterweave.record.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model server gives a predictor the requests of several clients at once: each {@link Input} has the head of its own request
 * in its properties. Where requests are asked who pays, each of them gets a record.
 */
final class InputRequests {
    /** Of the library's own ways to make a batch of inputs, all keep their order. */
    private static final String LIBRARY = "ai.djl.";

    private InputRequests() {}

    /** Splits the call among its inputs, if all of them are requests. */
    static void split(Inference inference, List<?> inputs, @Nullable Translator<?, ?> translator) {
        if (!RequestWork.asks()) {
            return;
        }
        Object[] all = inputs.toArray();
        for (Object each : all) {
            if (!(each instanceof Input)) {
                return;
            }
        }
        if (all.length == 0) {
            return;
        }
        Shares shares = inference.split(all.length, all.length > 1 && keepsOrder(inference, translator));
        Facts otherwise = inference.payer();
        for (int i = 0; i < all.length; i++) {
            try {
                shares.payer(i, RequestWork.payer(new Head((Input) all[i]), otherwise));
            } catch (Throwable e) {
                inference.readerFailed(e); // For nobody: who may have named somebody is not to be for another.
            }
        }
    }

    private static boolean keepsOrder(Inference inference, @Nullable Translator<?, ?> translator) {
        try {
            Batchifier batchifier = translator == null ? null : translator.getBatchifier();
            return batchifier != null && batchifier.getClass().getName().startsWith(LIBRARY);
        } catch (Throwable e) {
            inference.readerFailed(e);
            return false;
        }
    }

    /** The head of a request. Names are those of HTTP, in which case does not matter. */
    private record Head(Input input) implements Request {
        @Override
        public @Nullable List<String> header(String name) {
            List<String> values = null;
            for (Map.Entry<String, String> property : input.getProperties().entrySet()) {
                if (name.equalsIgnoreCase(property.getKey()) && property.getValue() != null) {
                    values = values == null ? new ArrayList<>(1) : values;
                    values.add(property.getValue());
                }
            }
            return values;
        }

        @Override
        public @Nullable String principal() {
            return null;
        }

        @Override
        public boolean authenticates() {
            return false;
        }
    }
}
