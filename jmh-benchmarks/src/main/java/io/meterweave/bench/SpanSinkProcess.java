package io.meterweave.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** The process that {@link SpanSink} runs in. */
final class SpanSinkProcess implements AutoCloseable {
    private final Process process;
    private final URI uri;

    private SpanSinkProcess(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /** Starts it, to count the spans that hold a text. */
    static SpanSinkProcess start(String java, String classPath, String told) throws IOException {
        Process process = new ProcessBuilder(java, "-cp", classPath, SpanSink.class.getName(), told)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return new SpanSinkProcess(process, URI.create("http://127.0.0.1:" + out.readLine()));
    }

    String endpoint() {
        return uri.toString();
    }

    long spans() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        return Long.parseLong(HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body());
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
    }
}
