package io.meterweave.it.app.djl;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import java.util.List;

/** Needs no engine of this JVM, as predictors that ask another process: answers its inputs. */
final class Answering extends Predictor<Integer, Integer> {
    Answering(Model model) {
        super(model, new Ones(true), model.getNDManager().getDevice(), false);
    }

    @Override
    public List<Integer> batchPredict(List<Integer> inputs) {
        return inputs;
    }
}
