package ai.onnxruntime;

/** Stub. */
public final class OrtEnvironment {
    private static final OrtEnvironment ONLY = new OrtEnvironment();

    private OrtEnvironment() {}

    public static OrtEnvironment getEnvironment() {
        return ONLY;
    }

    public OrtSession createSession(String path) throws OrtException {
        return new OrtSession(this, path, new OrtAllocator(), new OrtSession.SessionOptions());
    }
}
