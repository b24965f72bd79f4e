package io.meterweave.it.app.djl;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.inference.streaming.ChunkedBytesSupplier;
import ai.djl.inference.streaming.StreamingTranslator;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.translate.Batchifier;
import ai.djl.translate.TranslatorContext;
import io.meterweave.api.MeterContext;
import io.meterweave.api.Scope;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code Streaming <engine> <directory>}: streams of a model that runs twice, with a step between that puts the inputs
 * together again. Each is made for a subject, and taken from when another pays. Prints how many steps were taken. At last,
 * outputs that are filled later.
 */
public final class Streaming {
    private Streaming() {}

    public static void main(String[] args) throws Exception {
        try (Model model = Tiny.load(args[0], Path.of(args[1]), "tiny")) {
            SequentialBlock twice = new SequentialBlock();
            twice.add(model.getBlock())
                    .add(new LambdaBlock(Streaming::asInputs))
                    .add(model.getBlock());
            model.setBlock(twice);
            try (Predictor<Integer, Iterator<Integer>> predictor = model.newPredictor(new Stepwise())) {
                take("all", predictor, 5, 9);
                take("first", predictor, 4, 1);
                take("none", predictor, 3, 0);
                take("failing", predictor, Ones.WIDTH + 1, 9);
            }
            try (Predictor<Input, Output> predictor = new Later(model);
                    Scope scope = MeterContext.open("chunks")) {
                predictor.batchPredict(List.of(new Input(), new Input()));
                System.out.println("chunks");
            }
        }
    }

    private static void take(String name, Predictor<Integer, Iterator<Integer>> predictor, int ones, int most)
            throws Exception {
        Iterator<Integer> steps;
        try (Scope scope = MeterContext.open(name)) {
            steps = predictor.streamingPredict(ones).getIterativeOutput();
        }
        int taken = 0;
        try (Scope scope = MeterContext.open("another")) {
            while (taken < most && steps.hasNext()) {
                steps.next();
                taken++;
            }
        } catch (RuntimeException e) {
            System.out.println(name + " threw " + e.getClass().getName());
        }
        System.out.println(name + " " + taken);
    }

    private static NDList asInputs(NDList outputs) {
        NDArray product = outputs.get(outputs.size() - 1);
        NDArray ids = product.getManager().create(product.toLongArray(), product.getShape());
        NDArray mask = product.getManager().create(product.toLongArray(), product.getShape());
        ids.setName("input_ids");
        mask.setName("attention_mask");
        return new NDList(ids, mask);
    }

    /** Answers how many arrays each step has made. */
    private static final class Stepwise implements StreamingTranslator<Integer, Iterator<Integer>> {
        @Override
        public Batchifier getBatchifier() {
            return null;
        }

        @Override
        public NDList processInput(TranslatorContext ctx, Integer ones) {
            return new Ones(false).processInput(ctx, ones);
        }

        @Override
        public Iterator<Integer> processOutput(TranslatorContext ctx, NDList list) {
            throw new UnsupportedOperationException();
        }

        @Override
        public StreamOutput<Iterator<Integer>> processStreamOutput(TranslatorContext ctx, Stream<NDList> list) {
            return new StreamOutput<>() {
                @Override
                protected Iterator<Integer> buildAsyncOutput() {
                    throw new UnsupportedOperationException();
                }

                @Override
                protected void computeAsyncOutputInternal(Iterator<Integer> output) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public Iterator<Integer> getIterativeOutputInternal() {
                    return list.map(NDList::size).iterator();
                }
            };
        }

        @Override
        public Support getSupport() {
            return Support.ITERATIVE;
        }
    }

    /** Answers before the answers are there. */
    private static final class Later extends Predictor<Input, Output> {
        Later(Model model) {
            super(model, null, model.getNDManager().getDevice(), false);
        }

        @Override
        public List<Output> batchPredict(List<Input> inputs) {
            Output output = new Output();
            output.add(new ChunkedBytesSupplier());
            return List.of(output, output);
        }
    }
}
