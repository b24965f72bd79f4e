package io.meterweave.it.app.djl;

import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Texts of requests, as a model server's translator makes tensors of them: a token for each word and two around, padded to
 * the longest of a batch. Where the engine has no operators the batch is made by hand, as the Batchifier would. A text with
 * a {@code !} makes it throw.
 */
final class Texts implements Translator<Input, Output> {
    private final @Nullable Batchifier batchifier;
    private final boolean byHand;

    Texts(@Nullable Batchifier batchifier, boolean byHand) {
        this.batchifier = batchifier;
        this.byHand = byHand;
    }

    /** How many tokens a text has. */
    static int tokens(String text) {
        return text.split(" ").length + 2;
    }

    @Override
    public @Nullable Batchifier getBatchifier() {
        return batchifier;
    }

    @Override
    public NDList processInput(TranslatorContext ctx, Input input) {
        long[] ids = ids(input);
        long[] mask = new long[ids.length];
        Arrays.fill(mask, 1);
        Shape shape = batchifier == null ? new Shape(1, ids.length) : new Shape(ids.length);
        return named(ctx.getNDManager().create(ids, shape), ctx.getNDManager().create(mask, shape));
    }

    @Override
    public NDList batchProcessInput(TranslatorContext ctx, List<Input> inputs) throws Exception {
        ctx.setAttachment("rows", inputs.size());
        if (!byHand) {
            return Translator.super.batchProcessInput(ctx, inputs);
        }
        List<long[]> rows = new ArrayList<>();
        inputs.forEach(input -> rows.add(ids(input)));
        int width = rows.stream().mapToInt(row -> row.length).max().orElse(0);
        long[] ids = new long[rows.size() * width];
        long[] mask = new long[rows.size() * width];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, ids, i * width, rows.get(i).length);
            Arrays.fill(mask, i * width, i * width + rows.get(i).length, 1);
        }
        Shape shape = new Shape(rows.size(), width);
        return named(ctx.getNDManager().create(ids, shape), ctx.getNDManager().create(mask, shape));
    }

    private static long[] ids(Input input) {
        String text = input.getData().getAsString();
        if (text.contains("!")) {
            throw new IllegalArgumentException("as asked");
        }
        long[] ids = new long[tokens(text)];
        Arrays.setAll(ids, i -> i + 1);
        return ids;
    }

    private static NDList named(NDArray ids, NDArray mask) {
        ids.setName("input_ids");
        mask.setName("attention_mask");
        return new NDList(ids, mask);
    }

    @Override
    public Output processOutput(TranslatorContext ctx, NDList list) {
        return new Output();
    }

    /** The model's sum is one of all rows: there is nothing to take apart. */
    @Override
    public List<Output> batchProcessOutput(TranslatorContext ctx, NDList list) {
        return Collections.nCopies((Integer) ctx.getAttachment("rows"), new Output());
    }
}
