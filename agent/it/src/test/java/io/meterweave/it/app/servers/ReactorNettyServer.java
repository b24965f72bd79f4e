package io.meterweave.it.app.servers;

import java.net.InetSocketAddress;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.resources.LoopResources;

/** Reactor Netty by itself; all connections on one event loop. */
public final class ReactorNettyServer implements Server {
    private final LoopResources loop = LoopResources.create("reactor-netty", 1, true);
    private DisposableServer http;

    @Override
    public int start(Work work) {
        http = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .runOn(loop, false)
                .handle((request, response) -> Mono.fromCompletionStage(work.begin(request.uri()))
                        .publishOn(loopOf(request))
                        .then(Mono.defer(() ->
                                response.header("Content-Length", "0").send().then())))
                .bindNow();
        return ((InetSocketAddress) http.address()).getPort();
    }

    /**
     * Where responses are begun: 1.3.7 now and then loses the next request of a connection whose response began on another thread, without
     * an agent too.
     */
    private static Scheduler loopOf(HttpServerRequest request) {
        Scheduler[] loop = new Scheduler[1];
        request.withConnection(connection ->
                loop[0] = Schedulers.fromExecutorService(connection.channel().eventLoop()));
        return loop[0];
    }

    @Override
    public void stop() {
        http.disposeNow();
        loop.dispose();
    }
}
