package io.meterweave.it.app.servers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Netty with its HTTP codec; all connections on one event loop. */
@SuppressWarnings("deprecation") // NioEventLoopGroup, in 4.2: there is nothing else in 4.1.
public final class NettyServer implements Server {
    private final EventLoopGroup loop = new NioEventLoopGroup(1);

    @Override
    public int start(Work work) throws Exception {
        Channel server = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new HttpServerCodec(), new Answering(work));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** Does the work when a request's head comes; there is no body. */
    private static final class Answering extends SimpleChannelInboundHandler<HttpRequest> {
        private final Work work;

        Answering(Work work) {
            this.work = work;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpRequest request) {
            work.begin(request.uri()).whenComplete((result, thrown) -> context.writeAndFlush(answer(thrown)));
        }
    }

    private static FullHttpResponse answer(Throwable thrown) {
        FullHttpResponse answer = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                thrown == null ? HttpResponseStatus.OK : HttpResponseStatus.INTERNAL_SERVER_ERROR,
                Unpooled.EMPTY_BUFFER);
        answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, "0");
        return answer;
    }

    @Override
    public void stop() {
        loop.shutdownGracefully();
    }
}
