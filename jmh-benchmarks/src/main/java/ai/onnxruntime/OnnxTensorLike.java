package ai.onnxruntime;

/** Stub. */
public abstract class OnnxTensorLike implements OnnxValue {
    protected final TensorInfo info;

    OnnxTensorLike(TensorInfo info) {
        this.info = info;
    }

    @Override
    public TensorInfo getInfo() {
        return info;
    }
}
