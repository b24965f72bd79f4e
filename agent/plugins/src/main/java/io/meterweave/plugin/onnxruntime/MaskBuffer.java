package io.meterweave.plugin.onnxruntime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import io.meterweave.plugin.Shares;
import java.lang.reflect.Method;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import org.jspecify.annotations.Nullable;

/** Counts what is not zero in a mask, on the buffer that the tensor was made from. */
final class MaskBuffer {
    /** From 1.17.1 on; before, there is only a copy, and only of memory that the CPU can reach. */
    private static final boolean BY_REFERENCE = hasMethod("getBufferRef");

    private MaskBuffer() {}

    private static boolean hasMethod(String name) {
        for (Method method : OnnxTensor.class.getMethods()) {
            if (method.getName().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Counts the entries that are not zero in the last columns of each row.
     *
     * @param elements of the tensor
     * @param columns of a row
     * @param last how many of them, from the row's end
     * @param wanted is told the count of each row; null where nobody wants to know
     * @return -1 where the mask is of another type or not in memory that can be read without copying from a device
     */
    static long count(
            OnnxTensor mask, OnnxJavaType type, long elements, long columns, long last, @Nullable Shares wanted) {
        Buffer buffer = buffer(mask, type);
        if (buffer == null || columns == 0) {
            return buffer == null ? -1 : 0;
        }
        int from = buffer.position();
        if (buffer.remaining() != elements) {
            // The application has moved its own buffer's position since; a buffer of just the tensor's size tells where
            // the tensor begins all the same.
            if (buffer.capacity() != elements) {
                return -1;
            }
            from = 0;
        }
        long count = 0;
        int skip = (int) (columns - last);
        if (wanted != null) {
            wanted.beginRows();
        }
        for (int row = from; row < from + elements; row += (int) columns) {
            long ofRow = count(buffer, row + skip, row + (int) columns);
            if (wanted != null) {
                wanted.row(ofRow);
            }
            count += ofRow;
        }
        return count;
    }

    private static @Nullable Buffer buffer(OnnxTensor mask, OnnxJavaType type) {
        if (type != OnnxJavaType.INT64 && type != OnnxJavaType.INT32 && type != OnnxJavaType.BOOL) {
            return null;
        }
        if (!BY_REFERENCE) {
            return type == OnnxJavaType.INT64
                    ? mask.getLongBuffer()
                    : type == OnnxJavaType.INT32 ? mask.getIntBuffer() : mask.getByteBuffer();
        }
        Buffer buffer = mask.getBufferRef().orElse(null);
        if (!(buffer instanceof ByteBuffer bytes)) {
            return buffer;
        }
        return type == OnnxJavaType.INT64
                ? bytes.asLongBuffer()
                : type == OnnxJavaType.INT32 ? bytes.asIntBuffer() : bytes;
    }

    private static long count(Buffer buffer, int from, int to) {
        long count = 0;
        if (buffer instanceof LongBuffer longs) {
            for (int i = from; i < to; i++) {
                count += longs.get(i) == 0 ? 0 : 1;
            }
        } else if (buffer instanceof IntBuffer ints) {
            for (int i = from; i < to; i++) {
                count += ints.get(i) == 0 ? 0 : 1;
            }
        } else {
            ByteBuffer bytes = (ByteBuffer) buffer;
            for (int i = from; i < to; i++) {
                count += bytes.get(i) == 0 ? 0 : 1;
            }
        }
        return count;
    }
}
