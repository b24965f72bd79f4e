package io.meterweave.plugin;

import io.meterweave.record.UsageDraft;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/**
 * The copies of tracers' libraries in this JVM in which a span was ever made current. There are none in most: then a call
 * looks at one field. A copy goes with the class loader that it is in.
 */
public final class Spans {
    private static volatile List<WeakReference<SpanSource>> sources = List.of();

    private Spans() {}

    /** Adds a copy, once; it is held by its own class loader only. */
    public static synchronized void ask(SpanSource source) {
        List<WeakReference<SpanSource>> all = new ArrayList<>();
        for (WeakReference<SpanSource> known : sources) {
            if (known.get() != null && known.get() != source) {
                all.add(known);
            }
        }
        all.add(new WeakReference<>(source));
        sources = List.copyOf(all);
    }

    /** Says which span is current on this thread, where one is; no iterator, for it would be an object. */
    static void tell(UsageDraft draft) {
        List<WeakReference<SpanSource>> all = sources;
        for (int i = 0; i < all.size(); i++) {
            SpanSource source = all.get(i).get();
            if (source != null && source.tell(draft)) {
                return;
            }
        }
    }

    /** Whether there is anything to ask. */
    static boolean any() {
        return !sources.isEmpty();
    }
}
