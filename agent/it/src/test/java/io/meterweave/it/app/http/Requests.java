package io.meterweave.it.app.http;

import io.meterweave.api.MeterContext;
import io.meterweave.api.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Requests in every way that tenants' can follow, overlap and end in. Prints {@code <subject> <calls>} for all that paid for
 * calls, {@code -} for nobody, as it is where {@code subject.from=principal,header:X-Tenant}. With an argument it first lets
 * the agent be attached to it.
 */
public final class Requests {
    private static final int ROUNDS = 50;
    private static final String ALICE = "Authorization: Basic "
            + Base64.getEncoder().encodeToString("alice:right".getBytes(StandardCharsets.UTF_8));

    private final Map<String, Integer> expected = new TreeMap<>();

    private Requests() {}

    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            runBeforeTheAgent();
        }
        Requests requests = new Requests();
        requests.oneAfterTheOther();
        requests.atTheSameTime();
        requests.serverOfAScope();
        requests.expected.forEach((subject, calls) -> System.out.println(subject + " " + calls));
    }

    /** Has the server's classes loaded and used, prints {@code running} and waits for a line. */
    private static void runBeforeTheAgent() throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        Served served = new Served(pool);
        try (Wire wire = new Wire(served.port())) {
            wire.ok(Wire.request("/secure", ALICE));
        }
        served.stop();
        pool.shutdown();
        System.out.println("running");
        System.in.read();
    }

    private void pays(String subject, int calls) {
        expected.merge(subject, calls, Integer::sum);
    }

    private static String tenant(String name) {
        return "X-Tenant: " + name;
    }

    /** On one thread, which makes an inference for nobody after whatever the server has had it do. */
    private static final class OneThread implements Executor {
        private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        private final Thread thread = new Thread(this::work);
        private int done;
        private volatile boolean ends;

        private void work() {
            try {
                while (!ends) {
                    tasks.take().run();
                    Served.infer();
                    done++;
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        int end() throws InterruptedException {
            execute(() -> ends = true);
            thread.join();
            return done;
        }
    }

    private void oneAfterTheOther() throws IOException, InterruptedException {
        OneThread thread = new OneThread();
        thread.thread.start();
        Served served = new Served(thread);
        try (Wire wire = new Wire(served.port())) {
            wire.ok(Wire.request("/infer", tenant("acme")));
            wire.ok(Wire.request("/infer"));
            wire.ok(Wire.request("/infer", tenant("globex")));
            wire.ok(
                    Wire.request("/infer", tenant("one")),
                    Wire.request("/infer", tenant("two")),
                    Wire.request("/infer"),
                    Wire.request("/infer", "x-tenant:   three  "));
            pays("-", 2);
            List.of("acme", "globex", "one", "two", "three").forEach(name -> pays(name, 1));
            refused(wire);
            applicationsOwn(wire);
            principals(wire);
        }
        thrown(served);
        served.stop();
        pays("-", thread.end());
    }

    private void refused(Wire wire) throws IOException {
        wire.ok(Wire.request("/infer", tenant("a".repeat(257))));
        wire.ok(Wire.request("/infer", tenant("acme"), tenant("globex")));
        wire.ok(Wire.request("/infer", tenant("")));
        pays("-", 3);
        wire.ok(Wire.request("/infer", tenant("a".repeat(256))));
        pays("a".repeat(256), 1);
    }

    private void applicationsOwn(Wire wire) throws IOException {
        wire.ok(Wire.request("/scope", tenant("outer")));
        pays("inner", 1);
        pays("outer", 1);
        wire.ok(Wire.request("/left-open", tenant("acme")));
        pays("left-open", 1);
        wire.ok(Wire.request("/infer", tenant("acme")));
        pays("acme", 1);
    }

    private void principals(Wire wire) throws IOException {
        wire.ok(Wire.request("/secure", ALICE, tenant("mallory")));
        pays("alice", 1);
        wire.ok(Wire.request("/secure", ALICE, tenant("acme"), tenant("globex"))); // whom nobody asks
        pays("alice", 1);
        wire.ok(Wire.request("/infer", ALICE, tenant("bob"))); // whom nobody has checked
        pays("bob", 1);
        // The filter's second one is made when the answer is on its way: the same thread's next request comes after it.
        wire.ok(Wire.request("/filtered", tenant("filtered")));
        pays("filtered", 2);
        pays("filter", 1);
        wire.ok(Wire.request("/guarded", ALICE, tenant("mallory")));
        pays("-", 1); // before it is known who that is
        pays("alice", 2);
        List<String> statuses = wire.exchange(Wire.request("/secure", "Authorization: Basic eDp5", tenant("mallory")));
        if (!statuses.get(0).startsWith("HTTP/1.1 401")) {
            throw new IllegalStateException(statuses.toString());
        }
    }

    private void thrown(Served served) throws IOException {
        for (int i = 0; i < 2; i++) {
            try (Wire wire = new Wire(served.port())) {
                List<String> statuses = wire.exchange(Wire.request("/throw", tenant("thrower")));
                if (!statuses.isEmpty()) {
                    throw new IllegalStateException(statuses.toString());
                }
                pays("thrower", 1);
            }
        }
    }

    /** In pairs of two tenants whose requests overlap, and with work that goes on after its handler. */
    private void atTheSameTime() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        ExecutorService clients = Executors.newFixedThreadPool(2);
        Served served = new Served(pool);
        List<Future<?>> futures = new ArrayList<>();
        for (String name : List.of("left", "right")) {
            futures.add(clients.submit(() -> {
                try (Wire wire = new Wire(served.port())) {
                    for (int i = 0; i < ROUNDS; i++) {
                        wire.ok(Wire.request("/pair", tenant(name + i)), Wire.request("/later", tenant(name)));
                    }
                }
                return null;
            }));
        }
        for (Future<?> future : futures) {
            future.get();
        }
        for (String name : List.of("left", "right")) {
            pays(name, ROUNDS);
            for (int i = 0; i < ROUNDS; i++) {
                pays(name + i, 2);
            }
        }
        served.stop();
        for (int i = 0; i < 8; i++) {
            pool.submit(Served::infer).get();
        }
        pays("-", 8);
        pool.shutdown();
        clients.shutdown();
    }

    /** Whoever starts a server does not pay for its requests. */
    private void serverOfAScope() throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        Served served;
        try (Scope scope = MeterContext.open("starter")) {
            served = new Served(pool);
        }
        try (Wire wire = new Wire(served.port())) {
            wire.ok(Wire.request("/infer"), Wire.request("/infer", tenant("acme")));
            pays("-", 1);
            pays("acme", 1);
        }
        served.stop();
        pool.shutdown();
    }
}
