package io.meterweave.it.app.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Turns a number into a row with that many real tokens, the rest being padding. A number that does not fit makes the
 * model throw, a negative one the translator itself. Batches by hand: the ONNX Runtime engine has no operators.
 */
class Ones implements Translator<Integer, Integer> {
    static final int WIDTH = 8;

    private final boolean batches;

    /** Makes a translator that makes one run of a batch, or one of each input. */
    Ones(boolean batches) {
        this.batches = batches;
    }

    @Override
    public Batchifier getBatchifier() {
        return batches ? Batchifier.STACK : null;
    }

    @Override
    public NDList processInput(TranslatorContext ctx, Integer ones) {
        return rows(ctx, List.of(ones));
    }

    @Override
    public Integer processOutput(TranslatorContext ctx, NDList list) {
        return list.size();
    }

    @Override
    public NDList batchProcessInput(TranslatorContext ctx, List<Integer> inputs) {
        ctx.setAttachment("rows", inputs.size());
        return rows(ctx, inputs);
    }

    @Override
    public List<Integer> batchProcessOutput(TranslatorContext ctx, NDList list) {
        return Collections.nCopies((Integer) ctx.getAttachment("rows"), list.size());
    }

    static NDList rows(TranslatorContext ctx, List<Integer> inputs) {
        long rows = inputs.size();
        int width = inputs.stream().anyMatch(ones -> ones > WIDTH) ? WIDTH + 1 : WIDTH;
        long[] mask = inputs.stream()
                .flatMapToLong(ones -> LongStream.concat(
                        LongStream.iterate(1, one -> 1).limit(ones),
                        LongStream.iterate(0, zero -> 0).limit(Math.max(0, width - ones))))
                .toArray();
        long[] ids = LongStream.rangeClosed(1, rows * WIDTH).toArray();
        NDArray idsArray = ctx.getNDManager().create(ids, new Shape(rows, WIDTH));
        NDArray maskArray = ctx.getNDManager().create(mask, new Shape(rows, width));
        idsArray.setName("input_ids");
        maskArray.setName("attention_mask");
        return new NDList(idsArray, maskArray);
    }
}
