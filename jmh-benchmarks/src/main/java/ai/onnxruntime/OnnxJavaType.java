package ai.onnxruntime;

/** Stub. */
public enum OnnxJavaType {
    INT32,
    INT64,
    BOOL
}
