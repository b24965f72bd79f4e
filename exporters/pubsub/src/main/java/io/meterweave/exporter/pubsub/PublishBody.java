package io.meterweave.exporter.pubsub;

import static java.nio.charset.StandardCharsets.US_ASCII;

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

/** A request's body: messages, each in JSON. */
final class PublishBody extends RequestBody {
    private static final MediaType TYPE = MediaType.get("application/json; charset=utf-8");
    private static final byte[] HEAD = "{\"messages\":[".getBytes(US_ASCII);
    private static final byte[] TAIL = "]}".getBytes(US_ASCII);

    private final byte[] bytes;
    private boolean written;

    private PublishBody(byte[] bytes) {
        this.bytes = bytes;
    }

    static PublishBody of(List<byte[]> messages, boolean gzip) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(65_536);
        // Gathered before it is compressed: each write of its own crosses to native code, and there are two to an
        // event.
        try (OutputStream out = gzip ? new BufferedOutputStream(new GZIPOutputStream(bytes, 8_192), 8_192) : bytes) {
            out.write(HEAD);
            for (int i = 0; i < messages.size(); i++) {
                if (i > 0) {
                    out.write(',');
                }
                out.write(messages.get(i));
            }
            out.write(TAIL);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // Never: memory takes what is written to it.
        }
        return new PublishBody(bytes.toByteArray());
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
