package ai.onnxruntime;

/** Stub. */
public interface OnnxValue {
    ValueInfo getInfo();
}
