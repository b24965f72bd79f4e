package io.meterweave.example.embedding;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Several threads that each send one request after the other, and remember what they sent and what was answered. A
 * request without an answer is never sent again: its id stays as it is, and the thread that sent it stops.
 */
final class Traffic implements AutoCloseable {
    static final String TENANT = "X-Tenant";
    static final String REQUEST_ID = "X-Request-Id";
    static final int THREADS = 8;
    static final List<String> TENANTS = List.of("acme", "globex", "initech");

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Map<String, Request> sent = new ConcurrentHashMap<>();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    // A POST that failed is not sent again by this client, unlike by HttpURLConnection.
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final Tokens tokens;

    Traffic(Tokens tokens) {
        this.tokens = tokens;
    }

    /**
     * One server's share of the traffic. It ends when {@code total} requests were answered in all, or, each thread for
     * itself, with the first request that gets no answer.
     */
    final class Run {
        private final URI server;
        private final AtomicInteger toSend;
        private final CountDownLatch mark;
        private final List<Future<?>> workers;

        private Run(int port, int total, int mark) {
            this.server = URI.create("http://127.0.0.1:" + port + "/embed");
            this.toSend = new AtomicInteger(total - answered.size());
            this.mark = new CountDownLatch(mark);
            this.workers = Stream.<Future<?>>generate(() -> threads.submit(this::work))
                    .limit(THREADS)
                    .toList();
        }

        private Void work() throws IOException, InterruptedException {
            try {
                while (toSend.getAndDecrement() > 0) {
                    send(request(), server);
                    mark.countDown();
                }
                return null;
            } finally {
                // Nobody waits for answers that a thread which failed will not get.
                while (mark.getCount() > 0) {
                    mark.countDown();
                }
            }
        }

        /** Waits until as many requests of this run were answered as was asked for; all threads go on sending. */
        void awaitMark() throws InterruptedException {
            mark.await();
            if (workers.stream().anyMatch(Future::isDone)) {
                throw new IllegalStateException(await() + " requests failed before the server was killed");
            }
        }

        /** Waits for the end of all threads and tells how many of them ended without an answer. */
        int await() throws InterruptedException {
            int unanswered = 0;
            for (Future<?> worker : workers) {
                try {
                    worker.get();
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof IOException)) {
                        throw new IllegalStateException(e.getCause());
                    }
                    unanswered++;
                }
            }
            return unanswered;
        }
    }

    /** Begins to send until {@code total} were answered; {@link Run#awaitMark} waits for the first {@code mark}. */
    Run start(int port, int total, int mark) {
        return new Run(port, total, mark);
    }

    private Request request() {
        int index = next.incrementAndGet();
        String text = Texts.text(index);
        return new Request("r-" + index, TENANTS.get(index % TENANTS.size()), text, tokens.count(text));
    }

    private void send(Request request, URI server) throws IOException, InterruptedException {
        HttpRequest post = HttpRequest.newBuilder(server)
                .timeout(TIMEOUT)
                .header(TENANT, request.tenant())
                .header(REQUEST_ID, request.id())
                .POST(BodyPublishers.ofString(request.text()))
                .build();
        sent.put(request.id(), request);
        inFlight.incrementAndGet();
        try {
            HttpResponse<String> response = http.send(post, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException("answer " + response.statusCode() + ": " + response.body());
            }
            answered.add(request.id());
        } finally {
            inFlight.decrementAndGet();
        }
    }

    /** How many requests wait for their answer right now. */
    int inFlight() {
        return inFlight.get();
    }

    Collection<Request> sent() {
        return sent.values();
    }

    Set<String> answered() {
        return answered;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
