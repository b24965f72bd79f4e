package io.meterweave.it.app.netty;

import io.meterweave.api.MeterContext;
import io.meterweave.api.Scope;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalServerChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.HashedWheelTimer;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.NonStickyEventExecutorGroup;
import io.netty.util.concurrent.UnorderedThreadPoolEventExecutor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Work that is handed to Netty's executors in a scope, and done after it; and what they do for themselves. */
@SuppressWarnings("deprecation") // The groups, in 4.2: there are no others in 4.1.
public final class LoopScenes {
    private static final int TENANTS = 20;

    private final Bill bill = new Bill();

    private LoopScenes() {}

    public static void main(String[] args) throws Exception {
        LoopScenes scenes = new LoopScenes();
        ExecutorService threads = Executors.newCachedThreadPool();
        scenes.handedTo("nio", new NioEventLoopGroup(1, threads).next()); // whose thread is started by the first tenant
        scenes.handedTo("default", new DefaultEventExecutorGroup(1).next());
        scenes.handedTo("global", GlobalEventExecutor.INSTANCE);
        EventExecutor pool = new UnorderedThreadPoolEventExecutor(1);
        scenes.handedTo("pool", pool);
        scenes.inTurns(new NonStickyEventExecutorGroup(pool).next());
        scenes.wheel();
        scenes.handlerOfAnotherLoop();
        scenes.bill.print();
        System.exit(0); // Some of these threads are no daemons.
    }

    /** An inference that is made only when the gate is open; the last one of all lets the scene go on. */
    private static final class Later {
        private final CountDownLatch gate = new CountDownLatch(1);
        private final CountDownLatch calls;

        Later(int calls) {
            this.calls = new CountDownLatch(calls);
        }

        void infer() {
            Bill.await(gate);
            Bill.infer();
            calls.countDown();
        }

        void goOn() {
            gate.countDown();
            Bill.await(calls);
        }
    }

    private void handedTo(String name, EventExecutor loop) throws Exception {
        Later later = new Later(TENANTS * 6);
        CountDownLatch twice = new CountDownLatch(2);
        for (int i = 0; i < TENANTS; i++) {
            String tenant = name + i;
            try (Scope scope = MeterContext.open(tenant)) {
                loop.execute(later::infer);
                loop.submit(later::infer);
                loop.submit(() -> {
                    later.infer();
                    return tenant;
                });
                loop.schedule(later::infer, 1, TimeUnit.MILLISECONDS);
                loop.schedule(
                        () -> {
                            later.infer();
                            return tenant;
                        },
                        1,
                        TimeUnit.MILLISECONDS);
            }
            loop.execute(later::infer); // for nobody
            bill.pays(tenant, 5);
            bill.pays("-", 1);
        }
        later.goOn();
        try (Scope scope = MeterContext.open(name + "-periodic")) {
            Runnable periodic = () -> {
                Bill.infer();
                twice.countDown();
                if (twice.getCount() == 0) {
                    throw new IllegalStateException("that is all");
                }
            };
            loop.scheduleAtFixedRate(periodic, 1, 1, TimeUnit.MILLISECONDS);
        }
        Bill.await(twice);
        bill.pays(name + "-periodic", 2);
        loop.submit(Bill::infer).sync();
        bill.pays("-", 1);
    }

    /** One task of the pool does those of all tenants, and was handed over by the first of them. */
    private void inTurns(EventExecutor inTurns) {
        Later later = new Later(TENANTS * 2);
        for (int i = 0; i < TENANTS; i++) {
            try (Scope scope = MeterContext.open("turn" + i)) {
                inTurns.execute(later::infer);
            }
            inTurns.execute(later::infer); // for nobody
            bill.pays("turn" + i, 1);
            bill.pays("-", 1);
        }
        later.goOn();
    }

    /** Its thread is started by who sets the first timeout, and works for all. */
    private void wheel() {
        HashedWheelTimer timer = new HashedWheelTimer();
        Later later = new Later(2);
        try (Scope scope = MeterContext.open("first-timeout")) {
            timer.newTimeout(timeout -> later.infer(), 1, TimeUnit.MILLISECONDS);
        }
        timer.newTimeout(timeout -> later.infer(), 1, TimeUnit.MILLISECONDS);
        later.goOn();
        timer.stop();
        bill.pays("-", 2);
    }

    /** A handler that is called on a loop of its own, and calls one that is on the channel's again. */
    private void handlerOfAnotherLoop() throws Exception {
        EventLoopGroup loops = new DefaultEventLoopGroup(1);
        EventExecutorGroup others = new DefaultEventExecutorGroup(1);
        Later later = new Later(4 * 4);
        later.gate.countDown();
        Channel server = new ServerBootstrap()
                .group(loops)
                .channel(LocalServerChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new HttpServerCodec());
                        channel.pipeline().addLast(others, new Passing(later));
                        channel.pipeline().addLast(new HttpObjectAggregator(100), new Passing(later));
                        channel.pipeline().addLast(others, new Passing(later));
                    }
                })
                .bind(new LocalAddress("other-loop"))
                .sync()
                .channel();
        Channel client = new Bootstrap()
                .group(loops)
                .channel(LocalChannel.class)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(server.localAddress())
                .sync()
                .channel();
        StringBuilder requests = new StringBuilder();
        for (String tenant : List.of("a", "b", "c", "d")) {
            requests.append("GET / HTTP/1.1\r\nHost: test\r\nX-Tenant: ")
                    .append(tenant)
                    .append("\r\n\r\n");
            bill.pays(tenant, 4);
        }
        client.writeAndFlush(Unpooled.copiedBuffer(requests, StandardCharsets.US_ASCII));
        Bill.await(later.calls);
        for (EventExecutor each : List.of(loops.next(), others.next())) {
            each.submit(Bill::infer).sync();
            bill.pays("-", 1);
        }
    }

    /** Infers, and hands the message on. */
    private static final class Passing extends ChannelInboundHandlerAdapter {
        private final Later later;

        Passing(Later later) {
            this.later = later;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            later.infer();
            ReferenceCountUtil.retain(message);
            context.fireChannelRead(message);
            ReferenceCountUtil.release(message);
        }
    }
}
