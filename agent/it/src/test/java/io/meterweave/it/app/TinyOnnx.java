package io.meterweave.it.app;

/**
 * ONNX models of a few hundred bytes, written as protobuf by hand: opset 13 and IR version 7, which every ONNX Runtime
 * from 1.15.0 on loads. They have the inputs of language models, which is what the agent counts tokens from, and next
 * to nothing to compute.
 */
public final class TinyOnnx {
    private static final int FLOAT = 1;
    private static final int INT32 = 6;
    private static final int INT64 = 7;
    private static final int ATTRIBUTE_INT = 2;

    private TinyOnnx() {}

    /** {@code input_ids} and {@code attention_mask}, both int64 [batch, seq]; outputs {@code masked} and {@code sum}. */
    public static byte[] mask64() {
        Protobuf graph = new Protobuf();
        node(graph, "Mul", "masked", "input_ids", "attention_mask");
        node(graph, "ReduceSum", "sum", "masked");
        graph.text(2, "mask64");
        tensor(graph, 11, "input_ids", INT64, "batch", "seq");
        tensor(graph, 11, "attention_mask", INT64, "batch", "seq");
        tensor(graph, 12, "sum", INT64, 1, 1);
        tensor(graph, 12, "masked", INT64, "batch", "seq");
        return model(graph);
    }

    /** The same with an int32 mask; output {@code sum}. */
    public static byte[] mask32() {
        Protobuf graph = new Protobuf();
        cast(graph, "wide", "attention_mask");
        node(graph, "Mul", "masked", "input_ids", "wide");
        node(graph, "ReduceSum", "sum", "masked");
        graph.text(2, "mask32");
        tensor(graph, 11, "input_ids", INT64, "batch", "seq");
        tensor(graph, 11, "attention_mask", INT32, "batch", "seq");
        tensor(graph, 12, "sum", INT64, 1, 1);
        return model(graph);
    }

    /** {@code input_ids} int64 [batch, seq] and no mask; output {@code sum}. */
    public static byte[] noMask() {
        Protobuf graph = new Protobuf();
        node(graph, "ReduceSum", "sum", "input_ids");
        graph.text(2, "no_mask");
        tensor(graph, 11, "input_ids", INT64, "batch", "seq");
        tensor(graph, 12, "sum", INT64, 1, 1);
        return model(graph);
    }

    /** No tokens at all: {@code x} float [1, 4]; output {@code y}. */
    public static byte[] floats() {
        Protobuf graph = new Protobuf();
        node(graph, "Identity", "y", "x");
        graph.text(2, "floats");
        tensor(graph, 11, "x", FLOAT, 1, 4);
        tensor(graph, 12, "y", FLOAT, 1, 4);
        return model(graph);
    }

    /** Fails at run time where an id is not 0, 1 or 2: the ids are indices into a table of three. */
    public static byte[] lookup() {
        Protobuf graph = new Protobuf();
        node(graph, "Gather", "picked", "table", "input_ids");
        graph.text(2, "lookup");
        Protobuf table = new Protobuf().number(1, 3).number(2, INT64);
        for (long value = 10; value < 13; value++) {
            table.number(7, value);
        }
        graph.message(5, table.text(8, "table"));
        tensor(graph, 11, "input_ids", INT64, "batch", "seq");
        tensor(graph, 12, "picked", INT64, "batch", "seq");
        return model(graph);
    }

    /** A decode step: {@code input_ids} [batch, seq], an {@code attention_mask} that covers the past too; output {@code sum}. */
    public static byte[] decodeStep() {
        Protobuf graph = new Protobuf();
        node(graph, "ReduceSum", "ids", "input_ids");
        node(graph, "ReduceSum", "attended", "attention_mask");
        node(graph, "Add", "sum", "ids", "attended");
        graph.text(2, "decode_step");
        tensor(graph, 11, "input_ids", INT64, "batch", "seq");
        tensor(graph, 11, "attention_mask", INT64, "batch", "total");
        tensor(graph, 12, "sum", INT64, 1, 1);
        return model(graph);
    }

    private static byte[] model(Protobuf graph) {
        Protobuf opset = new Protobuf().text(1, "").number(2, 13);
        return new Protobuf()
                .number(1, 7)
                .text(2, "meterweave-it")
                .message(7, graph)
                .message(8, opset)
                .toBytes();
    }

    private static void node(Protobuf graph, String type, String output, String... inputs) {
        graph.message(1, operation(type, output, inputs));
    }

    private static void cast(Protobuf graph, String output, String input) {
        Protobuf to = new Protobuf().text(1, "to").number(3, INT64).number(20, ATTRIBUTE_INT);
        graph.message(1, operation("Cast", output, input).message(5, to));
    }

    private static Protobuf operation(String type, String output, String... inputs) {
        Protobuf node = new Protobuf();
        for (String input : inputs) {
            node.text(1, input);
        }
        return node.text(2, output).text(3, output).text(4, type);
    }

    private static void tensor(Protobuf graph, int field, String name, int type, Object... dimensions) {
        Protobuf shape = new Protobuf();
        for (Object dimension : dimensions) {
            Protobuf dim = new Protobuf();
            shape.message(
                    1, dimension instanceof Integer size ? dim.number(1, size) : dim.text(2, dimension.toString()));
        }
        Protobuf tensorType = new Protobuf().number(1, type).message(2, shape);
        graph.message(field, new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensorType)));
    }
}
