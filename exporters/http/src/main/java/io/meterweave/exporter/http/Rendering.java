package io.meterweave.exporter.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event of ours in the form of a target.
 *
 * @param items what is sent; none where the target has no use for the event, which is then done with
 * @param refusal why it must not be sent; null where it may
 */
record Rendering(List<Item> items, @Nullable String refusal) {
    /** The target has no use for it. */
    static final Rendering NOTHING = of(List.of());

    static Rendering of(List<Item> items) {
        return new Rendering(items, null);
    }

    /** It must not be sent as it is. */
    static Rendering refused(String why) {
        return new Rendering(List.of(), why);
    }
}
