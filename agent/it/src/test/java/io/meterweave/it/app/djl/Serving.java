package io.meterweave.it.app.djl;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import ai.djl.translate.SimplePaddingStackBatchifier;
import ai.djl.translate.TranslateException;
import io.meterweave.api.MeterContext;
import io.meterweave.api.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * {@code Serving <engine> <directory> <operators>}: works as DJL Serving does. Requests of several tenants wait in a queue; one
 * thread takes as many as fit into a batch and gives them to a predictor. Prints for each request its id, whom it is for
 * ({@code -} for nobody), its tokens ({@code -} where nobody can tell them) and its outcome; at last, {@code mixed}.
 *
 * <p>With {@code operators} the library's own Batchifier makes the batches; the ONNX Runtime engine alone has none.
 */
public final class Serving {
    private static final String[] TENANTS = {"acme", "globex", "initech"};
    private static final int BATCH = 16;
    private static final Input END = new Input();

    private final Model model;
    private final boolean operators;
    private int ids;

    private Serving(Model model, boolean operators) {
        this.model = model;
        this.operators = operators;
    }

    public static void main(String[] args) throws Exception {
        try (Model model = Tiny.load(args[0], Path.of(args[1]), "tiny")) {
            new Serving(model, Boolean.parseBoolean(args[2])).serve();
        }
    }

    private void serve() throws Exception {
        Texts padding = texts(new SimplePaddingStackBatchifier(0));
        queue(padding);
        batch(padding, "ok", true, request("row-a", "a", "row-a"), request("row-b", "b c d", "row-b"));
        List<Input> many = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            many.add(tenant(i));
        }
        batch(padding, "ok", true, many.toArray(new Input[0]));
        batch(padding, "ok", true, request("alone", "one two", "alone"));
        batch(padding, "error", false, tenant(0), request("globex", "oh!", "globex"), tenant(2));
        String tooLong = "x".repeat(257);
        batch(padding, "ok", true, tenant(1), request(null, "whose", "-"), request(tooLong, "no ones", "-"));
        try (Scope scope = MeterContext.open("worker")) {
            batch(padding, "ok", true, tenant(1), request(null, "mine", "worker"), request(tooLong, "not mine", "-"));
        }
        // One engine call for each, and one that may have its rows in any order.
        batch(texts(null), "ok", false, tenant(0), tenant(1));
        batch(texts(null), "ok", true, tenant(2));
        batch(new Texts(new Own(), true), "ok", false, tenant(0), tenant(1));
        try (Predictor<Input, Output> overriding = new Overriding(model, padding)) {
            List<Input> batch = List.of(tenant(0), tenant(1));
            overriding.batchPredict(batch);
            print(batch, "ok", true);
        }
        mixed(padding);
    }

    /** What is not a list of requests only, is none: it fails in the translator. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private void mixed(Texts texts) {
        try (Predictor predictor = model.newPredictor(texts)) {
            predictor.batchPredict(List.of(tenant(0), "no request"));
        } catch (TranslateException e) {
            System.out.println("mixed");
        }
    }

    private Texts texts(Batchifier batchifier) {
        return new Texts(batchifier, batchifier != null && !operators);
    }

    private Input tenant(int i) {
        String name = TENANTS[i % TENANTS.length];
        return request(name, "word ".repeat(1 + i * 7 % 11).strip(), name);
    }

    private Input request(String tenant, String text, String payer) {
        Input input = new Input();
        if (tenant != null) {
            input.addProperty(ids % 2 == 0 ? "X-Tenant" : "x-tenant", tenant);
        }
        input.addProperty("X-Request-Id", "r" + ids++);
        input.addProperty("X-Payer", payer);
        input.add("data", text);
        return input;
    }

    private void queue(Texts texts) throws Exception {
        BlockingQueue<Input> queue = new LinkedBlockingQueue<>();
        for (int i = 0; i < 3 * BATCH - 1; i++) {
            queue.add(tenant(i));
        }
        queue.add(END);
        Thread worker = new Thread(() -> work(queue, texts), "worker");
        worker.start();
        worker.join();
    }

    private void work(BlockingQueue<Input> queue, Texts texts) {
        try (Predictor<Input, Output> predictor = model.newPredictor(texts)) {
            for (boolean last = false; !last; ) {
                List<Input> batch = new ArrayList<>();
                batch.add(queue.take());
                queue.drainTo(batch, BATCH - 1);
                last = batch.remove(END);
                print(batch, predictor.batchPredict(batch).size() == batch.size() ? "ok" : "lost", true);
            }
        } catch (InterruptedException | TranslateException e) {
            throw new IllegalStateException(e);
        }
    }

    private void batch(Texts texts, String outcome, boolean told, Input... inputs) {
        List<Input> batch = List.of(inputs);
        try (Predictor<Input, Output> predictor = model.newPredictor(texts)) {
            predictor.batchPredict(batch);
            print(batch, outcome, told);
        } catch (TranslateException e) {
            print(batch, "error", told);
        }
    }

    private static void print(List<Input> batch, String outcome, boolean told) {
        for (Input input : batch) {
            String tokens = told ? "" + Texts.tokens(input.getData().getAsString()) : "-";
            System.out.println(input.getProperty("X-Request-Id", "") + " " + input.getProperty("X-Payer", "") + " "
                    + tokens + " " + outcome);
        }
    }

    /** Adds nothing to what it overrides. */
    private static final class Overriding extends Predictor<Input, Output> {
        Overriding(Model model, Texts texts) {
            super(model, texts, model.getNDManager().getDevice(), false);
        }

        @Override
        public List<Output> batchPredict(List<Input> inputs) throws TranslateException {
            return super.batchPredict(inputs);
        }
    }

    /** Nobody knows what a Batchifier of the application does. */
    private static final class Own implements Batchifier {
        private static final long serialVersionUID = 1;

        @Override
        public NDList batchify(NDList[] inputs) {
            throw new UnsupportedOperationException();
        }

        @Override
        public NDList[] unbatchify(NDList inputs) {
            throw new UnsupportedOperationException();
        }
    }
}
