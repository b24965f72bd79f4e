package io.meterweave.agent;

import io.meterweave.record.JsonText;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Which libraries are metered, and which are not and why: one lifecycle event for each plugin and version. The thread that
 * loads a class only notes it; the journal thread finds out the library's version. Bounded, for hosts that load the same
 * library again and again.
 */
final class PluginNews {
    private static final int MOST_WAITING = 1_000;
    private static final int MOST_TOLD = 256;

    private final Queue<Note> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger notes = new AtomicInteger();
    private final Set<String> told = new HashSet<>();

    /** What a loading thread knows. Holds no loader: it may be waiting for long. */
    private record Note(
            String plugin,
            @Nullable String reason,
            String type,
            WeakReference<ClassLoader> loader,
            @Nullable URL location) {}

    /** Notes that a class was woven. */
    void woven(String plugin, String type, @Nullable ClassLoader loader, @Nullable ProtectionDomain domain) {
        note(plugin, null, type, loader, domain);
    }

    /** Notes that a class that a plugin wants was left as it is. */
    void refused(
            String plugin,
            String reason,
            String type,
            @Nullable ClassLoader loader,
            @Nullable ProtectionDomain domain) {
        note(plugin, reason, type, loader, domain);
    }

    private void note(
            String plugin,
            @Nullable String reason,
            String type,
            @Nullable ClassLoader loader,
            @Nullable ProtectionDomain domain) {
        if (notes.incrementAndGet() > MOST_WAITING) {
            notes.decrementAndGet();
            return;
        }
        CodeSource source = domain == null ? null : domain.getCodeSource();
        URL location = source == null ? null : source.getLocation();
        waiting.add(new Note(plugin, reason, type, new WeakReference<>(loader), location));
    }

    /** The next event's data; null where nothing is new. The journal thread's. */
    byte @Nullable [] next() {
        for (Note note = waiting.poll(); note != null; note = waiting.poll()) {
            notes.decrementAndGet();
            byte[] data = data(note);
            if (told.size() < MOST_TOLD && told.add(new String(data, StandardCharsets.UTF_8))) {
                return data;
            }
        }
        return null;
    }

    private static byte[] data(Note note) {
        JsonText json = new JsonText()
                .open()
                .put("event", note.reason == null ? "plugin_woven" : "plugin_refused")
                .put("plugin", note.plugin);
        String version = LibraryVersion.of(note.loader.get(), note.type, note.location);
        if (version != null) {
            json.put("library_version", version);
        }
        if (note.reason != null) {
            json.put("reason", OutsideText.message(note.reason));
        }
        return json.close().bytes();
    }
}
