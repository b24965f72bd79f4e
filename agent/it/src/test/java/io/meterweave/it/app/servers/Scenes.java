package io.meterweave.it.app.servers;

import io.meterweave.it.app.http.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Starts a server and has tenants send requests to it, all at once, in each style. Arguments: the server's class and the
 * words of the styles. Prints {@code <subject> <calls>}, as it is where {@code subject.from=header:X-Tenant}; each tenant is
 * one of one style, its name beginning with the style's word, and {@code -} is nobody.
 */
public final class Scenes {
    private static final int ROUNDS = 8;

    private final Map<String, Integer> expected = new TreeMap<>();
    private final Handling handling = new Handling();
    private final CyclicBarrier beginning = new CyclicBarrier(Handling.TENANTS);
    private final ExecutorService clients = Executors.newFixedThreadPool(Handling.TENANTS);
    private final int port;

    private Scenes(Server server) throws Exception {
        port = server.start(handling);
    }

    public static void main(String[] args) throws Exception {
        Server server = (Server) Class.forName(args[0]).getDeclaredConstructor().newInstance();
        Scenes scenes = new Scenes(server);
        for (String word : List.of(args).subList(1, args.length)) {
            scenes.scene(Style.of(word));
        }
        scenes.pays("-", scenes.handling.endForNobody());
        scenes.clients.shutdown();
        server.stop();
        scenes.expected.forEach((subject, calls) -> System.out.println(subject + " " + calls));
        System.exit(0); // Some servers leave threads behind that are no daemons.
    }

    private synchronized void pays(String subject, int calls) {
        expected.merge(subject, calls, Integer::sum);
    }

    /** Each tenant has a connection of its own. */
    private void scene(Style style) throws Exception {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < Handling.TENANTS; i++) {
            String tenant = style.word() + "." + i;
            all.add(clients.submit(() -> {
                try (Wire wire = new Wire(port)) {
                    for (int round = 0; round < ROUNDS; round++) {
                        beginning.await(Handling.PATIENCE_SECONDS, TimeUnit.SECONDS);
                        round(wire, style, tenant);
                    }
                }
                return null;
            }));
        }
        for (Future<?> each : all) {
            each.get();
        }
    }

    private void round(Wire wire, Style style, String tenant) throws Exception {
        String path = "/" + style.word() + "/" + tenant;
        switch (style) {
            case KEPT -> {
                for (String request : severalTenants(path, tenant)) {
                    wire.ok(request);
                }
            }
            case PIPELINED -> wire.ok(severalTenants(path, tenant));
            case AFTER -> {
                Handling.Later later = handling.later(path);
                one(wire, path, tenant);
                later.goOnAndEnd();
            }
            default -> one(wire, path, tenant);
        }
    }

    private void one(Wire wire, String path, String tenant) throws IOException {
        wire.ok(Wire.request(path, "X-Tenant: " + tenant));
        pays(tenant, 1);
    }

    private String[] severalTenants(String path, String tenant) {
        for (String each : List.of(tenant, "-", tenant + ".other")) {
            pays(each, 1);
        }
        return new String[] {
            Wire.request(path, "X-Tenant: " + tenant),
            Wire.request(path),
            Wire.request(path, "X-Tenant: " + tenant + ".other")
        };
    }
}
