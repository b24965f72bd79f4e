package io.meterweave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The lines of {@code verify/clean.jsonl}, to be damaged; shares no code with what verifies them. */
final class EventLines {
    final List<String> all;
    /** The hash of A's last manifest, which B names. */
    final String adopted;

    /** The hash of B's, which C names. */
    final String adoptedB;

    private EventLines(List<String> all) {
        this.all = all;
        adopted = sha(all.get(at(VerifyDamageTest.A, 112)));
        adoptedB = sha(all.get(at(VerifyDamageTest.B, 164)));
    }

    static EventLines clean() throws IOException {
        try (var in = EventLines.class.getResourceAsStream("/verify/clean.jsonl")) {
            return new EventLines(new ArrayList<>(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()));
        }
    }

    String write(Path file) throws IOException {
        String end = all.get(all.size() - 1).endsWith("}}") ? "\n" : "";
        return Files.writeString(file, String.join("\n", all) + end).toString();
    }

    int at(String epoch, long sequence) {
        return first(epoch, "\"id\":\"" + epoch + "." + sequence + "\"");
    }

    int first(String epoch, String text) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).contains("\"id\":\"" + epoch) && all.get(i).contains(text)) {
                return i;
            }
        }
        throw new AssertionError("no line of " + epoch + " with " + text);
    }

    void remove(String epoch, long from, long to) {
        for (long sequence = from; sequence <= to; sequence++) {
            all.remove(at(epoch, sequence));
        }
    }

    void edit(String epoch, long sequence, String from, String to) {
        int at = at(epoch, sequence);
        assertThat(all.get(at)).contains(from);
        all.set(at, all.get(at).replace(from, to));
    }

    void swap(String epoch, long one, long other) {
        int at = at(epoch, one);
        int with = at(epoch, other);
        String line = all.get(at);
        all.set(at, all.get(with));
        all.set(with, line);
    }

    void truncate(String epoch, long sequence) {
        int at = at(epoch, sequence);
        all.set(at, all.get(at).substring(0, 300));
    }

    /** Replaces a manifest, and makes those behind it fit: their hashes of what they cover, and of the one before. */
    void rechain(String epoch, long manifest, String line, long... next) {
        String before = sha(all.get(at(epoch, manifest)));
        all.set(at(epoch, manifest), line);
        long from = manifest;
        for (long sequence : next) {
            String old = all.get(at(epoch, sequence));
            String relinked = rehashed(epoch, from, sequence - 1, old).replace(before, sha(all.get(at(epoch, from))));
            before = sha(old);
            all.set(at(epoch, sequence), relinked);
            from = sequence;
        }
    }

    /** A manifest with another {@code records_sha256}: that of the lines that are there now. */
    String rehashed(String epoch, long from, long to, String manifest) {
        StringBuilder covered = new StringBuilder();
        for (long sequence = from; sequence <= to; sequence++) {
            covered.append(all.get(at(epoch, sequence))).append('\n');
        }
        String hash = hash(covered.toString());
        return manifest.replaceAll("\"records_sha256\":\"[0-9a-f]{64}\"", "\"records_sha256\":\"" + hash + "\"");
    }

    static String sha(String line) {
        return hash(line + "\n");
    }

    private static String hash(String text) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
