package ai.onnxruntime;

/** Stub. */
final class OrtAllocator {}
