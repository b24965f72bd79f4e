package ai.onnxruntime;

/** Stub. */
public interface ValueInfo {}
