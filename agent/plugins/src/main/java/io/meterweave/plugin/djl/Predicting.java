package io.meterweave.plugin.djl;

import io.meterweave.plugin.EntryPoint;
import io.meterweave.plugin.Layer;
import io.meterweave.plugin.Locality;
import io.meterweave.record.Facts;

/**
 * What is known of the predictors of a model on one device, before any call.
 *
 * @param deviceType the device's type
 * @param deviceId its number; negative where it has none
 * @param remote whether the model is on another server, and this one only asks
 * @param facts the part of their records that is known
 */
record Predicting(String deviceType, int deviceId, boolean remote, Facts facts) {
    // An engine's calls add up: without a Batchifier, each has an input of its own.
    private static final EntryPoint BATCH =
            EntryPoint.of(Layer.PREDICTOR, Locality.LOCAL).addingEngines();
    private static final EntryPoint STREAM =
            EntryPoint.of(Layer.PREDICTOR, Locality.LOCAL).addingEngines();
    private static final EntryPoint STEP =
            EntryPoint.of(Layer.PREDICTOR, Locality.LOCAL).addingEngines();
    private static final EntryPoint REMOTE_BATCH = EntryPoint.of(Layer.PREDICTOR, Locality.REMOTE);
    private static final EntryPoint REMOTE_STREAM = EntryPoint.of(Layer.PREDICTOR, Locality.REMOTE);
    private static final EntryPoint REMOTE_STEP = EntryPoint.of(Layer.PREDICTOR, Locality.REMOTE);

    EntryPoint batch() {
        return remote ? REMOTE_BATCH : BATCH;
    }

    EntryPoint stream() {
        return remote ? REMOTE_STREAM : STREAM;
    }

    EntryPoint step() {
        return remote ? REMOTE_STEP : STEP;
    }

    boolean isOn(String type, int id) {
        return deviceId == id && deviceType.equals(type);
    }
}
