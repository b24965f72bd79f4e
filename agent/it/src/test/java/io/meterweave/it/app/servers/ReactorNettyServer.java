package io.meterweave.it.app.servers;

import java.net.InetSocketAddress;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
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
                        .then(Mono.defer(() ->
                                response.header("Content-Length", "0").send().then())))
                .bindNow();
        return ((InetSocketAddress) http.address()).getPort();
    }

    @Override
    public void stop() {
        http.disposeNow();
        loop.dispose();
    }
}
