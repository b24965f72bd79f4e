package io.meterweave.it.receiver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes a JSON array of objects apart without touching their bytes. */
final class EventArray {
    private EventArray() {}

    static List<byte[]> elements(byte[] json) {
        if (json.length < 2 || json[0] != '[' || json[json.length - 1] != ']') {
            throw new IllegalArgumentException("no array");
        }
        List<byte[]> elements = new ArrayList<>();
        boolean inString = false;
        int depth = 0;
        int begin = 1;
        for (int i = 1; i < json.length; i++) {
            byte c = json[i];
            if (inString) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    inString = false;
                }
            } else if (c == '"') {
                inString = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (depth > 0 && (c == '}' || c == ']')) {
                depth--;
            } else if (depth == 0 && (c == ',' || i == json.length - 1)) {
                elements.add(Arrays.copyOfRange(json, begin, i));
                begin = i + 1;
            }
        }
        if (inString || depth != 0 || begin != json.length) {
            throw new IllegalArgumentException("an array that does not end");
        }
        return elements;
    }
}
