package io.meterweave.exporter.pubsub;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * How Google's library asks for tokens: with this exporter's own clients, and their bounds, instead of the library's. What
 * it sends is signed with a key or is a secret itself, and what it gets is a token. It is therefore sent over TLS, or to
 * where it leaves no machine: to this one's own address, or to the metadata server that every host of a cloud has.
 */
final class TokenTransport extends HttpTransport {
    /** The fixed addresses and the name of metadata servers: Google's, and AWS's for federated identities. */
    private static final Set<String> METADATA =
            Set.of("169.254.169.254", "metadata.google.internal", "fd20:ce::254", "fd00:ec2::254");

    /** A token's answer has some 1 to 5 KB. */
    private static final int MOST_BYTES = 65_536;

    private final HttpClients clients;
    private int lastStatus;

    TokenTransport(HttpClients clients) {
        this.clients = clients;
    }

    /** The status of what was answered last; 0 where nothing was. The library's failures do not always tell it. */
    int lastStatus() {
        return lastStatus;
    }

    @Override
    protected LowLevelHttpRequest buildRequest(String method, String url) throws IOException {
        HttpUrl to = HttpUrl.parse(url);
        if (to == null || !(to.isHttps() || PubSubExporterConfig.isThisMachine(to) || METADATA.contains(to.host()))) {
            throw new IOException("a token is asked for over https only, not from "
                    + (to == null ? "what is no URL" : to.scheme() + "://" + to.host()));
        }
        return new Call(method, to);
    }

    private final class Call extends LowLevelHttpRequest {
        private final Request.Builder request;
        private final String method;
        private final boolean https;

        Call(String method, HttpUrl to) {
            this.request = new Request.Builder().url(to).header("Connection", "close");
            this.method = method;
            this.https = to.isHttps();
        }

        @Override
        public void addHeader(String name, String value) {
            request.header(name, value);
        }

        @Override
        public LowLevelHttpResponse execute() throws IOException {
            RequestBody body = null;
            if (getStreamingContent() != null) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                getStreamingContent().writeTo(bytes);
                String type = getContentType();
                body = RequestBody.create(bytes.toByteArray(), type == null ? null : MediaType.parse(type));
            }
            // Nothing compressed, whose length would not be bounded.
            Request made = request.header("Accept-Encoding", "identity")
                    .method(method, body)
                    .build();
            lastStatus = 0;
            try (Response response = clients.client(https).newCall(made).execute();
                    InputStream in = response.body().byteStream()) {
                byte[] content = in.readNBytes(MOST_BYTES + 1);
                if (content.length > MOST_BYTES) {
                    throw new IOException("the answer has more than " + MOST_BYTES + " bytes");
                }
                lastStatus = response.code();
                return new Result(response.code(), response.header("Content-Type"), content);
            }
        }
    }

    /** A response that shows no header: the library would follow a {@code Location}. */
    private static final class Result extends LowLevelHttpResponse {
        private final int status;
        private final @Nullable String type;
        private final byte[] content;

        Result(int status, @Nullable String type, byte[] content) {
            this.status = status;
            this.type = type;
            this.content = content;
        }

        @Override
        public InputStream getContent() {
            return new ByteArrayInputStream(content);
        }

        @Override
        public @Nullable String getContentEncoding() {
            return null;
        }

        @Override
        public long getContentLength() {
            return content.length;
        }

        @Override
        public @Nullable String getContentType() {
            return type;
        }

        @Override
        public String getStatusLine() {
            return "HTTP/1.1 " + status;
        }

        @Override
        public int getStatusCode() {
            return status;
        }

        @Override
        public @Nullable String getReasonPhrase() {
            return null;
        }

        @Override
        public int getHeaderCount() {
            return 0;
        }

        @Override
        public String getHeaderName(int index) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public String getHeaderValue(int index) {
            throw new IndexOutOfBoundsException(index);
        }
    }
}
