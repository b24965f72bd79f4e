package ai.onnxruntime;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Optional;

/** Stub; answers its buffer as version 1.29.0 does. */
public class OnnxTensor extends OnnxTensorLike {
    private final LongBuffer buffer;

    private OnnxTensor(TensorInfo info, LongBuffer buffer) {
        super(info);
        this.buffer = buffer;
    }

    public static OnnxTensor createTensor(OrtEnvironment environment, LongBuffer data, long[] shape)
            throws OrtException {
        LongBuffer direct = ByteBuffer.allocateDirect(data.remaining() * Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .asLongBuffer();
        direct.put(data.duplicate()).flip();
        return new OnnxTensor(new TensorInfo(shape, OnnxJavaType.INT64), direct);
    }

    public static OnnxTensor createTensor(OrtEnvironment environment, Object array) throws OrtException {
        throw new UnsupportedOperationException();
    }

    public Optional<Buffer> getBufferRef() {
        return Optional.of(buffer.duplicate());
    }

    public LongBuffer getLongBuffer() {
        throw new UnsupportedOperationException();
    }

    public IntBuffer getIntBuffer() {
        throw new UnsupportedOperationException();
    }

    public ByteBuffer getByteBuffer() {
        throw new UnsupportedOperationException();
    }
}
