package io.meterweave.example.boot;

import static java.util.Comparator.comparingInt;

import io.meterweave.api.MeterUsage;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;

/** Finds a text's longest words: an algorithm of the application's own, sold by the word. */
@Service
class Keywords {
    private static final int MOST = 5;
    private static final Pattern NO_WORD = Pattern.compile("\\P{L}+");

    /** At most {@value #MOST} words, the longest first. */
    @MeterUsage(operation = "keywords", model = "longest-words-1", reader = KeywordUsage.class)
    List<String> of(String text) {
        return words(text)
                .map(word -> word.toLowerCase(Locale.ROOT))
                .distinct()
                .sorted(comparingInt(String::length).reversed())
                .limit(MOST)
                .toList();
    }

    static Stream<String> words(String text) {
        return NO_WORD.splitAsStream(text).filter(word -> !word.isEmpty());
    }
}
