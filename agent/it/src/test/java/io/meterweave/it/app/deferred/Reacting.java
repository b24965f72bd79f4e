package io.meterweave.it.app.deferred;

import io.meterweave.api.MeterContext;
import io.meterweave.api.Scope;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reactor's publishers, as methods return them that are metered: who pays says how each of them ends. */
public final class Reacting {
    private Reacting() {}

    public static void main(String[] args) throws Exception {
        Deferring deferring = new Deferring();
        Flux<?> flux = in("flux", deferring, Flux.class, Flux.just("a", "b", "c"));
        System.out.println(flux.map(String::valueOf).collectList().block());
        Mono<?> mono = in("mono", deferring, Mono.class, Mono.just("a"));
        System.out.println(mono.block());
        Publisher<?> declared = in("declared", deferring, Publisher.class, Mono.just("a"));
        System.out.println(Mono.from(declared).block());
        System.out.println(in("taken", deferring, Flux.class, Flux.range(0, 9))
                .take(2)
                .count()
                .block());
        System.out.println(in("failed", deferring, Flux.class, Flux.range(0, 2).map(i -> 1 / i))
                .onErrorReturn(7)
                .count()
                .block());
        collect(lost(deferring));
        collect(new WeakReference<>(new Object())); // What the collector found before that has been told by now.
    }

    private static WeakReference<?> lost(Deferring deferring) throws ReflectiveOperationException {
        Flux<?> flux = in("lost", deferring, Flux.class, Flux.just("a").concatWith(Flux.never()));
        flux.subscribe();
        return new WeakReference<>(flux);
    }

    private static void collect(WeakReference<?> gone) throws InterruptedException {
        ReferenceQueue<Object> told = new ReferenceQueue<>();
        PhantomReference<Object> after = new PhantomReference<>(new Object(), told);
        while (gone.get() != null || told.remove(1) != after) {
            System.gc();
        }
    }

    private static <T> T in(String payer, Deferring deferring, Class<T> declared, Publisher<?> result)
            throws ReflectiveOperationException {
        try (Scope scope = MeterContext.open(payer)) {
            return deferring.returned(declared, result);
        }
    }
}
