package io.meterweave.exporter.http;

import io.meterweave.record.Quantity;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one quantity at a target.
 *
 * @param quantity what is told
 * @param name of the target's meter, metric, or type of event
 * @param field in which the target looks for the number
 */
record Meter(Quantity quantity, String name, String field) {
    static final String USUAL = "input_tokens:input_tokens,output_tokens:output_tokens";
    static final String ALLOWED =
            "<quantity>:<meter> or <quantity>:<meter>/<field>, separated by commas, each quantity once";

    private static final String NAME = "[!-~&&[^,:/]]{1,100}";
    private static final Pattern ONE = Pattern.compile("([a-z_]+):(" + NAME + ")(?:/(" + NAME + "))?");

    /** Reads the mapping; empty where something is wrong with it, which is then told. */
    static List<Meter> of(OptionReader read) {
        String value = read.options().getOrDefault("meters", USUAL);
        List<Meter> meters = new ArrayList<>();
        Set<Quantity> seen = EnumSet.noneOf(Quantity.class);
        for (String each : value.split(",", -1)) {
            Matcher m = ONE.matcher(each.strip());
            Quantity quantity = m.matches() ? quantity(m.group(1)) : null;
            if (quantity == null || !seen.add(quantity)) {
                String quantities = Quantity.ALL.stream().map(Quantity::field).collect(Collectors.joining(", "));
                read.wrong("meters", value, ALLOWED + "; quantities are " + quantities);
                return List.of();
            }
            meters.add(new Meter(quantity, m.group(2), m.group(3) == null ? "value" : m.group(3)));
        }
        return List.copyOf(meters);
    }

    private static @Nullable Quantity quantity(String field) {
        for (Quantity quantity : Quantity.ALL) {
            if (quantity.field().equals(field)) {
                return quantity;
            }
        }
        return null;
    }
}
