package io.meterweave.exporter.kafka;

import io.meterweave.spi.RefusedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What a producer is given and nobody is shown: whatever Kafka or a broker says goes through here first. */
final class Secrets {
    /** A shorter value is no secret, and to mask it everywhere would make messages illegible. */
    private static final int SHORTEST = 4;

    private static final int LONGEST_MESSAGE = 300;

    private final List<String> hidden = new ArrayList<>();

    Secrets(Collection<String> values) {
        for (String value : values) {
            add(value);
            // Of a JAAS configuration, `password="x";`: parsers complain about single words.
            for (String word : value.split("[\\s=;\"']+")) {
                if (!isPlain(word)) {
                    add(word);
                }
            }
        }
        // The longest first: another may be a part of it.
        hidden.sort(Comparator.comparingInt(String::length).reversed());
    }

    private void add(String text) {
        if (text.length() >= SHORTEST) {
            hidden.add(text);
        }
    }

    /** The words of a JAAS configuration that say what is wrong with it: its syntax, and names of classes of Kafka's. */
    private static boolean isPlain(String word) {
        return word.matches(
                "required|requisite|sufficient|optional|username|password|org\\.apache\\.kafka\\..*|com\\.sun\\..*");
    }

    /** A text as it may be shown: without secrets, on one line, not too long. */
    String shown(String text) {
        String masked = text;
        for (String secret : hidden) {
            masked = masked.replace(secret, "***");
        }
        String line = RefusedException.bounded(masked.strip());
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "...";
    }
}
