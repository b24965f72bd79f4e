package io.meterweave.example.edge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a text into the tokens of BERT's vocabulary: of each word the longest beginning that is in it, then of the rest. */
final class WordPiece {
    private static final String VOCABULARY = "\"vocab\"";
    // Entries with an escape in them are no words.
    private static final Pattern ENTRY = Pattern.compile("\"([^\"\\\\]+)\":\\s*([0-9]+)");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+|[^\\p{L}\\p{N}\\s]");
    private static final String INSIDE = "##";

    private final Map<String, Integer> ids = new HashMap<>();
    private final int unknown;

    /** Reads the vocabulary from a Hugging Face {@code tokenizer.json}. */
    WordPiece(Path tokenizer) throws IOException {
        String json = Files.readString(tokenizer);
        Matcher entries = ENTRY.matcher(json).region(json.indexOf(VOCABULARY) + VOCABULARY.length(), json.length());
        while (entries.find()) {
            ids.put(entries.group(1), Integer.valueOf(entries.group(2)));
        }
        unknown = id("[UNK]");
    }

    private int id(String token) {
        Integer id = ids.get(token);
        if (id == null) {
            throw new IllegalArgumentException("the vocabulary has no " + token);
        }
        return id;
    }

    /** The ids of a text's tokens, with those for its start and its end. */
    long[] tokens(String text) {
        List<Integer> tokens = new ArrayList<>(List.of(id("[CLS]")));
        Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (words.find()) {
            tokens.addAll(pieces(words.group()));
        }
        tokens.add(id("[SEP]"));
        return tokens.stream().mapToLong(Integer::longValue).toArray();
    }

    private List<Integer> pieces(String word) {
        List<Integer> pieces = new ArrayList<>();
        for (int from = 0; from < word.length(); ) {
            int upTo = word.length();
            Integer id = null;
            while (id == null && upTo > from) {
                id = ids.get((from == 0 ? "" : INSIDE) + word.substring(from, upTo));
                upTo -= id == null ? 1 : 0;
            }
            if (id == null) {
                return List.of(unknown);
            }
            pieces.add(id);
            from = upTo;
        }
        return pieces;
    }
}
