package io.meterweave.plugin;

import static io.meterweave.plugin.Calls.engine;
import static io.meterweave.plugin.Returned.returned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meterweave.record.Fact;
import io.meterweave.record.Quantity;
import io.meterweave.record.UsageRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Publisher;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Publishers that a metered method has returned: each subscription is one call. */
@SuppressWarnings("unchecked")
class DeferredPublisherTest {
    @TempDir
    Path temp;

    private RecordedRing ring;

    @BeforeEach
    void begin() throws IOException {
        ring = RecordedRing.begin(temp.resolve("counters.dat").toFile());
    }

    private List<String> records() {
        return ring.take().stream().map(Returned::summary).toList();
    }

    private static Flux<String> flux(Flux<String> of) {
        return returned(Flux.class, () -> of);
    }

    @Test
    void aFluxIsOneCallToItsEnd() {
        List<Long> requests = new ArrayList<>();
        Flux<String> flux = flux(Flux.just("a", "bb", "ccc").doOnRequest(requests::add));
        assertThat(records()).isEmpty();
        assertThat(flux.limitRate(2).collectList().block()).containsExactly("a", "bb", "ccc");
        assertThat(requests).as("demand goes through as it is").containsExactly(2L, 2L);
        assertThat(records()).containsExactly("ok 6");
        assertThatThrownBy(() -> flux(Flux.error(new IllegalStateException())).blockLast())
                .isInstanceOf(IllegalStateException.class);
        assertThat(ring.take())
                .singleElement()
                .satisfies(one -> assertThat(one.get(Fact.ERROR_TYPE)).isEqualTo("java.lang.IllegalStateException"));
        AtomicInteger cancels = new AtomicInteger();
        assertThat(flux(Flux.just("a", "b", "c").doOnCancel(cancels::incrementAndGet))
                        .take(2)
                        .collectList()
                        .block())
                .hasSize(2);
        assertThat(cancels).hasValue(1);
        assertThat(records()).containsExactly("cancelled 2");
    }

    @Test
    void eachFurtherSubscriptionIsACallOfItsOwn() {
        AtomicInteger tries = new AtomicInteger();
        Flux<String> failing = Flux.defer(() -> tries.incrementAndGet() < 3
                ? Flux.just("a").concatWith(Flux.error(new IllegalStateException()))
                : Flux.just("bb"));
        assertThat(flux(failing).retry(2).collectList().block()).containsExactly("a", "a", "bb");
        List<UsageRecord> records = ring.take();
        assertThat(records).extracting(Returned::summary).containsExactly("error 1", "error 1", "ok 2");
        assertThat(records.stream().map(one -> one.get(Fact.SCOPE_ID)).distinct())
                .hasSize(3);
    }

    @Test
    void aMonoEndsWithItsItemAndKeepsItsContext() {
        Mono<String> mono = returned(
                Mono.class,
                () -> Mono.deferContextual(context -> Mono.just("to ").map(item -> item + context.get("name"))));
        assertThat(mono.contextWrite(context -> context.put("name", "acme")).block())
                .isEqualTo("to acme");
        assertThat(records()).containsExactly("ok 7");
        Publisher<String> declared = returned(Publisher.class, () -> Mono.just("abc"));
        assertThat(Mono.from(declared)).isSameAs(declared);
        assertThat(Flux.from(declared).take(1).blockLast()).isEqualTo("abc");
        assertThat(records()).containsExactly("ok 3");
        assertThat(returned(Mono.class, Mono::empty).block()).isNull();
        assertThat(records()).containsExactly("ok -1");
    }

    @Test
    void whatItsSubscriberDoesWithItemsIsNoPartOfIt() {
        Flux<String> flux = flux(Flux.<String>generate(sink -> {
                    engine(10);
                    sink.next("x");
                })
                .take(2));
        flux.doOnNext(item -> engine(1)).blockLast();
        List<UsageRecord> records = ring.take();
        assertThat(records).hasSize(3);
        assertThat(records.subList(0, 2))
                .allSatisfy(one -> assertThat(one.get(Fact.PARENT)).isNull());
        assertThat(records.get(2).value(Quantity.DEVICE_TIME_NS)).isEqualTo(2_000);
    }

    @Test
    void aFlowPublisherIsOneCallToItsEnd() {
        Flow.Publisher<String> source = JdkFlowAdapter.publisherToFlowPublisher(Flux.just("a", "bb"));
        Flow.Publisher<String> metered = returned(Flow.Publisher.class, () -> source);
        assertThat(JdkFlowAdapter.flowPublisherToFlux(metered).collectList().block())
                .containsExactly("a", "bb");
        assertThat(records()).containsExactly("ok 3");
        assertThat(JdkFlowAdapter.flowPublisherToFlux(metered).blockFirst()).isEqualTo("a");
        assertThat(records()).containsExactly("cancelled 1");
        assertThatThrownBy(() -> metered.subscribe(null)).isInstanceOf(NullPointerException.class);
        assertThat(records()).isEmpty();
    }

    @Test
    void aPublisherOfAnotherLibraryIsOneCallToItsEnd() {
        Flux<String> inside = Flux.just("a", "bb");
        Publisher<String> source = subscriber -> inside.subscribe(subscriber);
        Publisher<String> metered = returned(Publisher.class, () -> source);
        assertThat(Flux.from(metered).collectList().block()).containsExactly("a", "bb");
        assertThat(records()).containsExactly("ok 3");
    }

    @Test
    void whatCannotBeWrappedIsIncomplete() {
        ConnectableFlux<String> connectable = Flux.just("a").publish();
        assertThat(returned(ConnectableFlux.class, () -> connectable)).isSameAs(connectable);
        try (SubmissionPublisher<String> submission = new SubmissionPublisher<>()) {
            assertThat(returned(SubmissionPublisher.class, () -> submission)).isSameAs(submission);
        }
        assertThat(records()).containsExactly("incomplete -1", "incomplete -1");
    }

    @Test
    void whatNobodySubscribesToOrWhoseSubscriberIsLostIsAbandoned() {
        OpenCalls calls = new OpenCalls(TimeUnit.HOURS.toNanos(1), () -> 0, () -> null);
        flux(Flux.just("never"));
        assertThat(Returned.swept(ring, calls, 1)).containsExactly("abandoned -1");
        Flux<String> lost = flux(Flux.just("abc").concatWith(Flux.never()));
        lost.subscribe();
        assertThat(Returned.swept(ring, calls, 1)).containsExactly("abandoned 3");
        assertThat(lost.blockFirst()).isEqualTo("abc");
        assertThat(records()).containsExactly("cancelled 3");
    }
}
