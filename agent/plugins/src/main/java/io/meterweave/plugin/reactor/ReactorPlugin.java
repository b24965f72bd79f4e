package io.meterweave.plugin.reactor;

import static io.meterweave.plugin.MethodShape.method;

import io.meterweave.plugin.Hook;
import io.meterweave.plugin.MethodShape;
import io.meterweave.plugin.Plugin;
import java.util.ArrayList;
import java.util.List;

/**
 * Reactor. A subscription works for whom it was made, from the first operator to the last, whoever emits what it receives and
 * whoever asks for more. There are two doors by which others' threads come into it: below, what emits; above, who receives. What
 * happens between is on the same thread, or handed to a scheduler, which carries by itself.
 */
public final class ReactorPlugin implements Plugin {
    private static final String PACKAGE = "io.meterweave.plugin.reactor.";
    private static final String REACTOR = "reactor.core.publisher.";
    private static final String SUBSCRIBER = "reactor.core.CoreSubscriber";

    /** Those of Reactor's own that emit on whatever thread something comes to them, by all versions. */
    private static final List<String> SOURCES = List.of(
            "FluxCreate",
            "MonoCreate",
            "FluxPublish",
            "FluxReplay",
            "MonoCacheTime",
            "MonoCacheInvalidateIf",
            "NextProcessor",
            "DirectProcessor",
            "EmitterProcessor",
            "ReplayProcessor",
            "UnicastProcessor",
            "SinkEmptyMulticast",
            "SinkOneMulticast",
            "SinkManyBestEffort",
            "SinkManyEmitterProcessor",
            "SinkManyReplayProcessor",
            "SinkManyUnicast",
            "SinkManyUnicastNoBackpressure",
            "UnicastManySinkNoBackpressure",
            "FluxSource",
            "FluxSourceFuseable",
            "MonoSource",
            "MonoSourceFuseable",
            "MonoFromPublisher");

    @Override
    public String name() {
        return "reactor";
    }

    @Override
    public boolean meters() {
        return false;
    }

    @Override
    public List<Hook> hooks() {
        MethodShape subscribe = method("subscribe", SUBSCRIBER);
        List<Hook> hooks = new ArrayList<>();
        for (String source : SOURCES) {
            hooks.add(Hook.on(
                    REACTOR + source,
                    Hook.Need.ANY,
                    PACKAGE + "SourceAdvice",
                    subscribe,
                    method("subscribeOrReturn", SUBSCRIBER)));
        }
        String operators = REACTOR + "Operators";
        hooks.add(Hook.on(
                operators,
                Hook.Need.OPTIONAL, // Since 3.6; before, publishers of others that extend Reactor's are not seen.
                PACKAGE + "ForeignSourceAdvice",
                method(
                        "restoreContextOnSubscriberIfPublisherNonInternal",
                        "org.reactivestreams.Publisher",
                        SUBSCRIBER)));
        hooks.add(Hook.on(
                operators,
                Hook.Need.ANY,
                PACKAGE + "ReceiverAdvice",
                method("toCoreSubscriber", "org.reactivestreams.Subscriber")));
        for (String type : List.of("InternalFluxOperator", "InternalMonoOperator")) {
            hooks.add(Hook.on(REACTOR + type, Hook.Need.ANY, PACKAGE + "CoreReceiverAdvice", subscribe));
        }
        hooks.add(Hook.on("reactor.netty.channel.FluxReceive", Hook.Need.ANY, PACKAGE + "SourceAdvice", subscribe));
        return hooks;
    }
}
