package ai.onnxruntime;

/** Stub; copies the shape as the library does. */
public class TensorInfo implements ValueInfo {
    public final OnnxJavaType type;
    private final long[] shape;
    private final long numElements;

    TensorInfo(long[] shape, OnnxJavaType type) {
        this.shape = shape;
        this.type = type;
        long elements = 1;
        for (long dimension : shape) {
            elements *= dimension;
        }
        this.numElements = elements;
    }

    public long[] getShape() {
        return shape.clone();
    }

    public long getNumElements() {
        return numElements;
    }
}
