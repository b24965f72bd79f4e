package io.meterweave.it.app.reactor;

import io.meterweave.api.MeterContext;
import io.meterweave.api.Scope;
import io.meterweave.it.app.netty.Bill;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Publishers that tenants subscribe to, and what emits them and asks for more on threads of others. Inferences are made in
 * operators' callbacks only.
 */
public final class ReactorScenes {
    private static final int ITEMS = 3;

    private final Bill bill = new Bill();
    /** Threads that work for all in turn. */
    private final Scheduler one = Schedulers.newSingle("one");

    private ReactorScenes() {}

    public static void main(String[] args) throws Exception {
        ReactorScenes scenes = new ReactorScenes();
        scenes.schedulers();
        for (Sinks.Many<Integer> sink : List.<Sinks.Many<Integer>>of(
                Sinks.many().multicast().directBestEffort(),
                Sinks.many().multicast().directAllOrNothing(),
                Sinks.many().multicast().onBackpressureBuffer(8, false),
                Sinks.many().replay().all())) {
            scenes.hot("hot", sink.asFlux(), sink);
            scenes.hotAndHandedOn(sink.asFlux(), sink);
        }
        Sinks.Many<Integer> source = Sinks.many().multicast().directBestEffort();
        scenes.hot("shared", source.asFlux().share(), source);
        scenes.hot("replayed", source.asFlux().replay(1).refCount(), source);
        Sinks.Many<Integer> unicast = Sinks.many().unicast().onBackpressureBuffer();
        scenes.unicast(unicast);
        scenes.cached();
        scenes.emittedBySomebodyElse();
        scenes.askedForBySomebodyElse();
        scenes.inScopeOfItsOwn();
        scenes.forNobody();
        scenes.bill.print();
        System.exit(0);
    }

    private static <T> T infer(T item) {
        Bill.infer();
        return item;
    }

    /** Subscribes for a tenant, and answers what tells that it has ended. */
    private static <T> CountDownLatch subscribe(String tenant, Publisher<T> publisher) {
        CountDownLatch ended = new CountDownLatch(1);
        try (Scope scope = MeterContext.open(tenant)) {
            Flux.from(publisher).doFinally(signal -> ended.countDown()).subscribe(item -> {}, thrown -> {});
        }
        return ended;
    }

    /** Everything that Reactor itself hands to a scheduler. */
    private void schedulers() {
        List<Supplier<Flux<Integer>>> ways = List.of(
                () -> Flux.range(0, ITEMS).publishOn(one).map(ReactorScenes::infer),
                () -> Flux.range(0, ITEMS).map(ReactorScenes::infer).subscribeOn(Schedulers.boundedElastic()),
                () -> Flux.range(0, ITEMS).delayElements(Duration.ofMillis(1)).map(ReactorScenes::infer),
                () -> Flux.range(0, ITEMS)
                        .flatMap(i -> Mono.fromCallable(() -> infer(i)).subscribeOn(Schedulers.parallel())),
                () -> Flux.range(0, ITEMS)
                        .parallel(2)
                        .runOn(one)
                        .map(ReactorScenes::infer)
                        .sequential(),
                () -> Flux.interval(Duration.ofMillis(1)).take(ITEMS).map(i -> infer(0)),
                () -> Flux.<Integer>never()
                        .timeout(Duration.ofMillis(1), Flux.range(0, ITEMS))
                        .map(ReactorScenes::infer),
                this::failingTwice);
        for (int round = 0; round < 4; round++) {
            List<CountDownLatch> all = new ArrayList<>();
            for (int way = 0; way < ways.size(); way++) {
                String tenant = "way" + way + "." + round;
                bill.pays(tenant, ITEMS);
                all.add(subscribe(tenant, Flux.defer(ways.get(way))));
            }
            all.forEach(Bill::await);
        }
    }

    private Flux<Integer> failingTwice() {
        AtomicInteger tries = new AtomicInteger();
        return Mono.fromCallable(() -> {
                    Bill.infer();
                    if (tries.incrementAndGet() < ITEMS) {
                        throw new IllegalStateException("once more");
                    }
                    return 0;
                })
                .retryWhen(Retry.backoff(ITEMS, Duration.ofMillis(1)))
                .flux();
    }

    private static void emit(Sinks.Many<Integer> sink, int item) {
        sink.emitNext(item, Sinks.EmitFailureHandler.FAIL_FAST);
    }

    /** Several tenants listen to one that speaks for another one, and then for nobody. */
    private void hot(String name, Flux<Integer> flux, Sinks.Many<Integer> sink) {
        List<CountDownLatch> all = new ArrayList<>();
        for (String tenant : List.of("a", "b", "c")) {
            all.add(subscribe(name + tenant, flux.take(2).map(ReactorScenes::infer)));
            bill.pays(name + tenant, 2);
        }
        try (Scope scope = MeterContext.open("speaker")) {
            emit(sink, 1);
            Bill.infer();
        }
        emit(sink, 2);
        Bill.infer();
        all.forEach(Bill::await);
        bill.pays("speaker", 1);
        bill.pays("-", 1);
    }

    /** The same, each one's handed on to the thread of all. */
    private void hotAndHandedOn(Flux<Integer> flux, Sinks.Many<Integer> sink) {
        hot("on", flux.skip(1).publishOn(one), sink, 3);
    }

    private void hot(String name, Flux<Integer> flux, Sinks.Many<Integer> sink, int emitted) {
        List<CountDownLatch> all = new ArrayList<>();
        for (String tenant : List.of("a", "b", "c")) {
            all.add(subscribe(name + tenant, flux.take(2).map(ReactorScenes::infer)));
            bill.pays(name + tenant, 2);
        }
        try (Scope scope = MeterContext.open("speaker")) {
            for (int i = 0; i < emitted; i++) {
                emit(sink, i);
            }
        }
        all.forEach(Bill::await);
    }

    /** One that fuses with who takes from its queue on another thread. */
    private void unicast(Sinks.Many<Integer> sink) {
        CountDownLatch ended =
                subscribe("unicast", sink.asFlux().publishOn(one).take(2).map(ReactorScenes::infer));
        try (Scope scope = MeterContext.open("speaker")) {
            emit(sink, 1);
            emit(sink, 2);
        }
        Bill.await(ended);
        bill.pays("unicast", 2);
    }

    /** Who comes first pays for what is shared; each for what it does with it. */
    private void cached() {
        Sinks.One<Integer> value = Sinks.one();
        Mono<Integer> shared = value.asMono().map(ReactorScenes::infer).cache();
        List<CountDownLatch> all = new ArrayList<>();
        for (String tenant : List.of("cache-first", "cache-second", "cache-third")) {
            all.add(subscribe(tenant, shared.map(ReactorScenes::infer)));
            bill.pays(tenant, 1);
        }
        bill.pays("cache-first", 1);
        try (Scope scope = MeterContext.open("speaker")) {
            value.emitValue(1, Sinks.EmitFailureHandler.FAIL_FAST);
        }
        all.forEach(Bill::await);
        Bill.await(subscribe("cache-late", shared.map(ReactorScenes::infer)));
        bill.pays("cache-late", 1);
    }

    /** What is no publisher of Reactor's, and is only told to emit. */
    private static final class Foreign implements Publisher<Integer>, Subscription {
        private Subscriber<? super Integer> subscriber;

        @Override
        public void subscribe(Subscriber<? super Integer> theSubscriber) {
            subscriber = theSubscriber;
            subscriber.onSubscribe(this);
        }

        @Override
        public void request(long items) {}

        @Override
        public void cancel() {}
    }

    private void emittedBySomebodyElse() {
        List<FluxSink<Integer>> sinks = new ArrayList<>();
        CountDownLatch created =
                subscribe("created", Flux.<Integer>create(sinks::add).map(ReactorScenes::infer));
        Foreign foreign = new Foreign();
        CountDownLatch other = subscribe("foreign", Flux.from(foreign).map(ReactorScenes::infer));
        try (Scope scope = MeterContext.open("speaker")) {
            sinks.get(0).next(1);
            foreign.subscriber.onNext(1);
        }
        sinks.get(0).next(2).complete();
        foreign.subscriber.onNext(2);
        foreign.subscriber.onComplete();
        Bill.await(created);
        Bill.await(other);
        bill.pays("created", 2);
        bill.pays("foreign", 2);
    }

    /** Asks for nothing by itself. */
    private static final class Waiting extends BaseSubscriber<Integer> {
        @Override
        protected void hookOnSubscribe(Subscription subscription) {}
    }

    private void askedForBySomebodyElse() {
        Flux<Integer> made = Flux.range(0, ITEMS).map(ReactorScenes::infer);
        int nth = 0;
        for (Flux<Integer> flux : List.of(
                made,
                made.publishOn(one),
                Flux.range(0, ITEMS).hide().publishOn(one).map(ReactorScenes::infer))) {
            String tenant = "waiting" + nth++;
            Waiting waiting = new Waiting();
            CountDownLatch ended = new CountDownLatch(1);
            try (Scope scope = MeterContext.open(tenant)) {
                flux.doFinally(signal -> ended.countDown()).subscribe(waiting);
            }
            waiting.request(1);
            try (Scope scope = MeterContext.open("asking")) {
                waiting.request(ITEMS);
            }
            Bill.await(ended);
            bill.pays(tenant, ITEMS);
        }
    }

    private void inScopeOfItsOwn() {
        Bill.await(subscribe(
                "outer",
                Flux.range(0, ITEMS)
                        .publishOn(one)
                        .doOnNext(item -> {
                            try (Scope scope = MeterContext.open("inner")) {
                                Bill.infer();
                            }
                        })
                        .map(ReactorScenes::infer)));
        bill.pays("inner", ITEMS);
        bill.pays("outer", ITEMS);
    }

    /** What has worked for all does not do so for any of them afterwards. */
    private void forNobody() {
        for (Scheduler scheduler : List.of(one, Schedulers.parallel(), Schedulers.boundedElastic())) {
            Mono.fromRunnable(Bill::infer).subscribeOn(scheduler).block();
            bill.pays("-", 1);
        }
    }
}
