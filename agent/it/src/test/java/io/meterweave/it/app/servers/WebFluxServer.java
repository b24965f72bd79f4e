package io.meterweave.it.app.servers;

import static org.springframework.web.reactive.function.server.RequestPredicates.all;
import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import java.net.InetSocketAddress;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/** Spring WebFlux on Reactor Netty; all connections on one event loop, from which the answer is handed to another thread. */
public final class WebFluxServer implements Server {
    private final LoopResources loop = LoopResources.create("webflux", 1, true);
    private DisposableServer http;

    @Override
    public int start(Work work) {
        http = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .runOn(loop, false)
                .handle(new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(route(
                        all(),
                        request -> Mono.fromCompletionStage(work.begin(request.path()))
                                .publishOn(Schedulers.parallel())
                                .then(ServerResponse.ok().build())))))
                .bindNow();
        return ((InetSocketAddress) http.address()).getPort();
    }

    @Override
    public void stop() {
        http.disposeNow();
        loop.dispose();
    }
}
