package io.meterweave.exporter.http;

import io.meterweave.spi.UsageEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/** A request's body: the events' own lines, in an array. */
final class BatchBody extends RequestBody {
    /** Some targets compare it to the letter: no parameter may follow. */
    private static final MediaType TYPE = MediaType.get("application/cloudevents-batch+json");

    private final byte[] bytes;
    private boolean written;

    private BatchBody(byte[] bytes) {
        this.bytes = bytes;
    }

    static BatchBody of(List<UsageEvent> events, boolean gzip) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) Math.min(1 << 20, size(events)));
        try (OutputStream out = gzip ? new GZIPOutputStream(bytes, 8_192) : bytes) {
            for (int i = 0; i < events.size(); i++) {
                out.write(i == 0 ? '[' : ',');
                out.write(events.get(i).json());
            }
            out.write(']');
        } catch (IOException e) {
            throw new UncheckedIOException(e); // Never: memory takes what is written to it.
        }
        return new BatchBody(bytes.toByteArray());
    }

    /** The length of an array of these events. */
    static long size(List<UsageEvent> events) {
        long size = 1;
        for (UsageEvent event : events) {
            size += event.json().length + 1L;
        }
        return size;
    }

    /** Whether all of it has been given to the network. */
    boolean written() {
        return written;
    }

    @Override
    public MediaType contentType() {
        return TYPE;
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
