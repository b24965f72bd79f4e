package ai.onnxruntime;

/** Stub. */
public final class OrtEnvironment {
    private static final OrtEnvironment ONLY = new OrtEnvironment();

    private OrtEnvironment() {}

    public static OrtEnvironment getEnvironment() {
        return ONLY;
    }

    public OrtSession createSession(String path) throws OrtException {
        return createSession(path, new OrtSession.SessionOptions());
    }

    public OrtSession createSession(String path, OrtSession.SessionOptions options) throws OrtException {
        return new OrtSession(this, path, new OrtAllocator(), options);
    }
}
