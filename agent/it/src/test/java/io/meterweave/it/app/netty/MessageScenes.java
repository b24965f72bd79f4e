package io.meterweave.it.app.netty;

import io.meterweave.api.MeterContext;
import io.meterweave.api.Scope;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What Netty's handlers do with the messages of requests, byte for byte, on one thread: pieces of several requests, handlers that
 * hold messages back or put them together, that call each other's channels, throw, or are no servers at all.
 */
public final class MessageScenes {
    private final Bill bill = new Bill();

    private MessageScenes() {}

    public static void main(String[] args) {
        MessageScenes scenes = new MessageScenes();
        scenes.bodies();
        scenes.heldBack();
        scenes.putTogether();
        scenes.scopes();
        scenes.insideOfAnother();
        scenes.broken();
        scenes.notRequests();
        scenes.upgraded();
        Bill.infer();
        scenes.bill.pays("-", 1);
        scenes.bill.print();
    }

    /** Infers for each message of a request. */
    private static final class Inferring extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
            if (message instanceof HttpObject) {
                Bill.infer();
            }
        }
    }

    private static EmbeddedChannel server(ChannelHandler... handlers) {
        EmbeddedChannel channel = new EmbeddedChannel(new HttpServerCodec());
        channel.pipeline().addLast(handlers);
        return channel;
    }

    private static void receive(EmbeddedChannel channel, String... pieces) {
        for (String piece : pieces) {
            channel.writeInbound(Unpooled.copiedBuffer(piece, StandardCharsets.UTF_8));
        }
    }

    private static String head(String tenant, String... lines) {
        String all = "POST / HTTP/1.1\r\nHost: test\r\n" + (tenant.isEmpty() ? "" : "X-Tenant: " + tenant + "\r\n");
        return all + String.join("", lines) + "\r\n";
    }

    private static String chunked(String tenant) {
        return head(tenant, "Transfer-Encoding: chunked\r\n");
    }

    private static final String CHUNK = "3\r\nabc\r\n";
    private static final String END = "0\r\n\r\n";

    /** Later pieces are for the request that they are of, whatever other channels of the thread received meanwhile. */
    private void bodies() {
        EmbeddedChannel one = server(new Inferring());
        EmbeddedChannel other = server(new Inferring());
        receive(one, chunked("one"), CHUNK);
        receive(other, chunked("otherß"), CHUNK);
        receive(one, CHUNK);
        Bill.infer();
        receive(other, END + chunked("") + CHUNK);
        receive(one, END + head("two") + head("three"));
        receive(other, END);
        bill.pays("one", 4);
        bill.pays("otherß", 3);
        bill.pays("two", 2);
        bill.pays("three", 2);
        bill.pays("-", 4);
    }

    /** Infers for each message, and asks for the next one only then: the next request has been decoded long before. */
    private static final class OneAtATime extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
            Bill.infer();
        }
    }

    private void heldBack() {
        EmbeddedChannel channel = server(new FlowControlHandler(), new OneAtATime());
        channel.config().setAutoRead(false);
        receive(channel, chunked("held") + CHUNK + END);
        channel.read();
        receive(channel, chunked("behind") + CHUNK + END);
        for (int i = 0; i < 5; i++) {
            channel.read();
        }
        bill.pays("held", 3);
        bill.pays("behind", 3);
    }

    private void putTogether() {
        Inferring last = new Inferring();
        EmbeddedChannel channel = server(new HttpObjectAggregator(100), last);
        receive(channel, chunked("whole"), CHUNK, CHUNK + END + head("") + chunked("next") + END);
        bill.pays("whole", 1);
        bill.pays("-", 1);
        bill.pays("next", 1);
    }

    /** Has what comes next in a scope. */
    private static final class Scoping extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            try (Scope scope = MeterContext.open("inner")) {
                context.fireChannelRead(message);
            }
            Bill.infer();
        }
    }

    /** A scope of the application's comes first, also where messages are put together inside of it. */
    private void scopes() {
        EmbeddedChannel channel = server(new Scoping(), new HttpObjectAggregator(100), new Inferring());
        receive(channel, head("outer"));
        bill.pays("inner", 1);
        bill.pays("outer", 2); // its head and its end
    }

    /** Where a handler has another channel receive a request, and goes on after it. */
    private void insideOfAnother() {
        EmbeddedChannel inner = server(new Inferring());
        EmbeddedChannel outer = server(new HttpObjectAggregator(100), new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                ReferenceCountUtil.release(message);
                receive(inner, head("callee") + head(""));
                Bill.infer();
            }
        });
        receive(outer, head("caller"));
        bill.pays("callee", 2);
        bill.pays("-", 2);
        bill.pays("caller", 1);
    }

    /** A head that cannot be read to its end says nothing; what throws is over. */
    private void broken() {
        receive(server(new Inferring()), "GET / HTTP/1.1\r\nX-Tenant: broken\r\n: what\r\n\r\n");
        bill.pays("-", 1);
        EmbeddedChannel throwing = server(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                Bill.infer();
                throw new IllegalStateException("thrown by the handler");
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {}
        });
        receive(throwing, head("thrower"));
        bill.pays("thrower", 2);
        Bill.infer();
        bill.pays("-", 1);
    }

    /** Bytes, what a client receives, and what is made up without a head. */
    private void notRequests() {
        receive(
                new EmbeddedChannel(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext context, Object message) {
                        Bill.infer();
                    }
                }),
                "bytes");
        EmbeddedChannel client = new EmbeddedChannel(new HttpClientCodec(), new Inferring());
        receive(client, "HTTP/1.1 200 OK\r\nX-Tenant: answer\r\nContent-Length: 3\r\n\r\nabc");
        bill.pays("-", 3);
    }

    /** After an upgrade there are no requests on the channel any more. */
    private void upgraded() {
        Queue<String> seen = new ArrayDeque<>();
        EmbeddedChannel channel = server(
                new HttpObjectAggregator(100),
                new WebSocketServerProtocolHandler("/"),
                new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext context, Object frame) {
                        ReferenceCountUtil.release(frame);
                        seen.add(frame.getClass().getSimpleName());
                        Bill.infer();
                    }
                });
        receive(
                channel,
                "GET / HTTP/1.1\r\nHost: test\r\nX-Tenant: socket\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"
                        + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n");
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'a'}));
        if (!seen.contains("TextWebSocketFrame")) {
            throw new IllegalStateException("no frame came");
        }
        bill.pays("-", 1);
    }
}
