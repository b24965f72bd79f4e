package io.meterweave.plugin;

import io.meterweave.record.DeviceTimeSource;
import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.record.Quantity;
import io.meterweave.record.TokensSource;

/** Calls as woven code makes them: opened, started, something inside, finished. */
final class Calls {
    static final EntryPoint ENGINE = EntryPoint.of(Layer.ENGINE, Locality.LOCAL);
    static final EntryPoint PREDICTOR =
            EntryPoint.of(Layer.PREDICTOR, Locality.LOCAL).addingEngines();
    static final EntryPoint LOCAL_CLIENT = EntryPoint.of(Layer.CLIENT, Locality.LOCAL);
    static final EntryPoint SDK = EntryPoint.of(Layer.SDK, Locality.REMOTE);
    static final EntryPoint CLIENT = EntryPoint.of(Layer.CLIENT, Locality.REMOTE);

    static final Facts CPU = model("engine").with(Fact.DEVICE, "cpu");

    private Calls() {}

    /** The facts of a model that is named like the call that it is for. */
    static Facts model(String name) {
        return Facts.NONE.with(Fact.PROVIDER, name).with(Fact.REQUEST_MODEL, "model of " + name);
    }

    static void call(EntryPoint at, Facts model, Runnable inside) {
        Inference call = Inference.open(at, model);
        call.start();
        inside.run();
        call.finish(null);
    }

    /** An engine call that counts its tokens, and takes 1,000 ns on its device. */
    static void engine(long tokens) {
        engine(ENGINE, CPU, tokens);
    }

    static void engine(EntryPoint at, Facts model, long tokens) {
        Inference call = Inference.open(at, model);
        call.set(Quantity.ITEMS, 1);
        if (tokens >= 0) {
            call.set(Quantity.INPUT_TOKENS, tokens);
            call.tokensSource(TokensSource.COUNTED);
        }
        call.start();
        call.set(Quantity.DEVICE_TIME_NS, 1_000);
        call.deviceTimeSource(DeviceTimeSource.MEASURED);
        call.finish(null);
    }

    /** A call that knows its tokens from the answer. */
    static void reporting(EntryPoint at, Facts model, long in, long out, Runnable inside) {
        Inference call = Inference.open(at, model);
        call.start();
        inside.run();
        call.set(Quantity.INPUT_TOKENS, in);
        call.set(Quantity.OUTPUT_TOKENS, out);
        call.tokensSource(TokensSource.REPORTED);
        call.finish(null);
    }
}
