package io.meterweave.exporter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/** A request's body: events in their envelope. */
final class BatchBody extends RequestBody {
    private final MediaType type;
    private final byte[] bytes;
    private boolean written;

    private BatchBody(MediaType type, byte[] bytes) {
        this.type = type;
        this.bytes = bytes;
    }

    static BatchBody of(Envelope envelope, List<Item> items, boolean gzip) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) Math.min(1 << 20, size(envelope, items)));
        // Gathered before it is compressed: each write of its own crosses to native code, and there are two to an
        // event.
        try (OutputStream out = gzip ? new BufferedOutputStream(new GZIPOutputStream(bytes, 8_192), 8_192) : bytes) {
            out.write(envelope.open().getBytes(UTF_8));
            for (int i = 0; i < items.size(); i++) {
                if (i > 0) {
                    out.write(',');
                }
                out.write(items.get(i).bytes());
            }
            out.write(envelope.close().getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // Never: memory takes what is written to it.
        }
        return new BatchBody(envelope.type(), bytes.toByteArray());
    }

    /** The length of these events in their envelope. */
    static long size(Envelope envelope, List<Item> items) {
        long size = (long) envelope.size() + Math.max(0, items.size() - 1);
        for (Item item : items) {
            size += item.bytes().length;
        }
        return size;
    }

    /** Whether all of it has been given to the network. */
    boolean written() {
        return written;
    }

    @Override
    public MediaType contentType() {
        return type;
    }

    @Override
    public long contentLength() {
        return bytes.length;
    }

    /** Whatever comes of it: sending it again is not the client's to decide. */
    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        sink.write(bytes);
        sink.flush();
        written = true;
    }
}
