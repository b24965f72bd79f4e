package ai.onnxruntime;

/** Stub. */
public class OrtException extends Exception {}
