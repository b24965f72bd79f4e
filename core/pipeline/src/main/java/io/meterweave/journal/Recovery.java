package io.meterweave.journal;

import io.meterweave.record.JsonText;
import io.meterweave.ring.Counter;
import io.meterweave.ring.Counters;
import io.meterweave.ring.MappedRing;
import io.meterweave.ring.RingFormatException;
import io.meterweave.ring.RingOptions;
import io.meterweave.ring.StatFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Completes the journal of a JVM that is dead: what its ring still holds is appended, once, numbered on from the last
 * entry; so is what calls had used that had not ended; what was lost is told; a manifest closes the epoch; then the ring is removed. Running it again, also after a
 * crash of its own, changes nothing.
 *
 * @param recovered how many usage records came back
 * @param lastSequence the epoch's last sequence
 * @param lastManifestSha256 the SHA-256 of its last manifest's line, 64 zeros where it has none
 * @param damages what was found damaged and is told as lost, or was set aside: one phrase each
 */
public record Recovery(long recovered, long lastSequence, String lastManifestSha256, List<String> damages) {

    /**
     * Recovers a dead epoch.
     *
     * @param epoch locked by this process
     * @throws JournalException where the journal cannot be read or written
     * @throws IOException where the ring or the counters cannot be
     */
    public static Recovery run(Epoch epoch) throws IOException {
        return run(epoch, true);
    }

    /**
     * Likewise for somebody who only wants to read: a journal whose end is damaged is left as it is.
     *
     * @throws JournalException also where it would have to be rebuilt
     * @throws IOException as {@link #run} does
     */
    public static Recovery inPlace(Epoch epoch) throws IOException {
        return run(epoch, false);
    }

    private static Recovery run(Epoch epoch, boolean mayRebuild) throws IOException {
        List<String> damages = new ArrayList<>();
        // In this order: where the ring or the journal is of another format, nothing has been touched yet.
        DeadJournal.refuseForeign(epoch);
        MappedRing ring = openDead(epoch.ring().toFile());
        try (DeadJournal dead = DeadJournal.open(epoch, mayRebuild, damages)) {
            return run(epoch, dead, ring, damages);
        }
    }

    static Recovery run(Epoch epoch, DeadJournal dead, @Nullable MappedRing ring, List<String> damages)
            throws IOException {
        Counters counters = counters(epoch.counters(), damages);
        JournalWriter writer = dead.tail().resume(dead.journal(), counters);
        ChronicleSalvage.Salvaged salvaged = dead.salvaged();
        if (salvaged != null) {
            writer.lifecycle(rebuilt(salvaged));
        }
        if (ring != null) {
            // Only the stripe that was journaled last can hold what is journaled and not freed. Were others drained
            // before it, a second crash would leave it further back than anybody looks.
            ring.beginWith(dead.tail().lastStripe());
            drain(ring, writer, counters, damages);
        }
        File openCalls = epoch.openCalls().toFile();
        Unfinished.journal(openCalls, dead.journal(), writer, counters, damages);
        writer.losses();
        if (writer.usages() > 0) {
            writer.lifecycle(new JsonText()
                    .open()
                    .put("event", "recovered")
                    .put("recovered_count", writer.usages())
                    .close()
                    .bytes());
        }
        writer.seal("recovery", true);
        tell(epoch, writer);
        if (openCalls.exists()) {
            writer.force();
            Files.delete(openCalls.toPath());
        }
        if (ring != null) {
            writer.force();
            removeRing(epoch.ring().toFile());
        }
        return new Recovery(writer.usages(), writer.sequence(), writer.lastManifestSha256(), List.copyOf(damages));
    }

    /** Nothing is recovered from it, so nothing depends on it; one that is missing or damaged is left as it is. */
    private static void tell(Epoch epoch, JournalWriter writer) {
        File file = epoch.stat().toFile();
        if (file.exists()) {
            try {
                StatFile.open(file).recovered(writer.sequence(), writer.totals());
            } catch (IOException e) {
                // What looks at it says so.
            }
        }
    }

    private static byte[] rebuilt(ChronicleSalvage.Salvaged salvaged) {
        return new JsonText()
                .open()
                .put("event", "journal_rebuilt")
                .put("kept_count", salvaged.entries())
                .put("missing_count", salvaged.missing())
                .put("dropped_count", salvaged.dropped())
                .put("conflicting_count", salvaged.conflicting())
                .close()
                .bytes();
    }

    static @Nullable MappedRing openDead(File dir) throws IOException {
        try {
            return MappedRing.openDead(dir, RingOptions.DEFAULT);
        } catch (RingFormatException e) {
            throw new JournalException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void drain(MappedRing ring, JournalWriter writer, Counters counters, List<String> damages) {
        long before = counters.get(Counter.CORRUPT);
        ring.endAtDamage(writer::isWhole);
        do {
            while (writer.drain(ring) > 0) {
                // Until nothing is left before the next hole.
            }
        } while (writer.passHoles(ring));
        counters.add(Counter.CORRUPT, ring.damages());
        long corrupt = counters.get(Counter.CORRUPT) - before;
        if (corrupt > 0) {
            damages.add("its ring is damaged, at least " + corrupt + " record(s) are lost and told as corrupt");
        }
    }

    /** What no checksum covers may be damaged, too: it must not strand the records beside it. */
    private static Counters counters(Path file, List<String> damages) throws IOException {
        try {
            return Counters.open(file.toFile());
        } catch (IOException e) {
            Files.move(file, file.resolveSibling("counters.damaged"), StandardCopyOption.REPLACE_EXISTING);
            damages.add("its counters were damaged and are made anew: losses that no event tells yet are unknown");
            Counters fresh = Counters.open(file.toFile());
            fresh.add(Counter.COUNTERS_DAMAGED, 1);
            return fresh;
        }
    }

    private static void removeRing(File dir) throws IOException {
        File @Nullable [] files = dir.listFiles();
        // From the last segment down: the first one gone means that all are.
        if (files != null) {
            Arrays.sort(files, Comparator.reverseOrder());
            for (File file : files) {
                if (file.getName().endsWith(".ring")) {
                    Files.delete(file.toPath());
                } else if (file.getName().endsWith(MappedRing.DAMAGED)) {
                    // Told now; kept for whoever wants to look.
                    Files.move(file.toPath(), Path.of(file + ".told"), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
