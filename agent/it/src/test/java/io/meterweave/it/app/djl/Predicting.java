package io.meterweave.it.app.djl;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import io.meterweave.api.MeterContext;
import io.meterweave.api.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code Predicting <engine> <directory>}: one call for each way into a predictor, for a subject of its own. Prints the
 * subject, the rows that it gave and the real tokens that it put into them.
 */
public final class Predicting {
    private Predicting() {}

    public static void main(String[] args) throws Exception {
        try (Model model = Tiny.load(args[0], Path.of(args[1]), "tiny");
                Model unnamed = Tiny.load(args[0], Path.of(args[1], "unnamed"), "")) {
            call("predict", model.newPredictor(new Ones(true)), 5);
            call("batch", model.newPredictor(new Ones(true)), 3, 4, 8);
            call("batch-of-runs", model.newPredictor(new Ones(false)), 3, 4, 8);
            call("unnamed", unnamed.newPredictor(new Ones(true)), 2);
            call("translator-throws", model.newPredictor(new Ones(true)), -1);
            call("model-throws", model.newPredictor(new Ones(true)), Ones.WIDTH + 1);
            call("nested", model.newPredictor(new Asking(unnamed.newPredictor(new Ones(true)))), 6);
            call("override", new Overriding(model), 4, 1);
            call("override-in-parts", new Splitting(model), 4, 2, 1);
            call("override-alone", new Answering(model), 7, 7);
        }
    }

    private static void call(String subject, Predictor<Integer, Integer> predictor, Integer... ones) {
        String outcome = "ok";
        try (predictor;
                Scope scope = MeterContext.open(subject)) {
            if (ones.length == 1) {
                predictor.predict(ones[0]);
            } else {
                predictor.batchPredict(List.of(ones));
            }
        } catch (TranslateException e) {
            outcome = "error";
        }
        int tokens = Stream.of(ones).mapToInt(Integer::intValue).sum();
        System.out.println(subject + " items=" + ones.length + " tokens=" + tokens + " " + outcome);
    }

    /** A translator that needs another model's answer before it can begin. */
    private static final class Asking extends Ones {
        private final Predictor<Integer, Integer> other;

        Asking(Predictor<Integer, Integer> other) {
            super(false);
            this.other = other;
        }

        @Override
        public NDList processInput(TranslatorContext ctx, Integer ones) {
            try (Scope scope = MeterContext.open("asked")) {
                other.predict(ones + 1);
            } catch (TranslateException e) {
                throw new IllegalStateException(e);
            }
            System.out.println("asked items=1 tokens=" + (ones + 1) + " ok");
            return super.processInput(ctx, ones);
        }
    }

    /** Adds nothing to what it overrides. */
    private static final class Overriding extends Predictor<Integer, Integer> {
        Overriding(Model model) {
            super(model, new Ones(true), model.getNDManager().getDevice(), false);
        }

        @Override
        public List<Integer> batchPredict(List<Integer> inputs) throws TranslateException {
            return super.batchPredict(inputs);
        }
    }

    /** Gives what it overrides one row at a time. */
    private static final class Splitting extends Predictor<Integer, Integer> {
        Splitting(Model model) {
            super(model, new Ones(true), model.getNDManager().getDevice(), false);
        }

        @Override
        public List<Integer> batchPredict(List<Integer> inputs) throws TranslateException {
            List<Integer> outputs = new ArrayList<>();
            for (Integer input : inputs) {
                outputs.addAll(super.batchPredict(List.of(input)));
            }
            return outputs;
        }
    }
}
