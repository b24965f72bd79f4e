package io.meterweave.exporter.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a billing system is told.
 *
 * @param prefix of the settings' keys
 * @param meters which quantities ({@code meters})
 * @param dimensions what else ({@code dimensions}); none where the dialect has no room for them
 * @param otherwise who is billed where a record names nobody ({@code unattributed=customer:<id>}); null for nobody
 * @param skips whether such a record is passed over in silence ({@code unattributed=skip}), and else refused
 * @param window the age from which records are not sent ({@code window}); null for none
 */
record MeteringOptions(
        String prefix,
        List<Meter> meters,
        List<String> dimensions,
        @Nullable String otherwise,
        boolean skips,
        @Nullable Duration window) {
    static final List<String> KEYS = List.of("meters", "unattributed", "window");
    static final String DIMENSIONS = "dimensions";

    private static final String CUSTOMER = "customer:";
    private static final Pattern AGE = Pattern.compile("([1-9][0-9]{0,4})([hd])");
    private static final Pattern DIMENSION = Pattern.compile("[!-~&&[^,]]{1,64}");

    /**
     * Reads them, and tells what is wrong.
     *
     * @param window how long the target is sure to remember ids, as it is written; {@code none} where for ever
     * @param dimensions what is told unless configured; null where the dialect has no room for them
     */
    static MeteringOptions of(OptionReader read, String window, @Nullable String dimensions) {
        String unattributed = read.options().getOrDefault("unattributed", "refuse");
        boolean customer = unattributed.startsWith(CUSTOMER) && unattributed.length() > CUSTOMER.length();
        if (!customer && !unattributed.equals("refuse") && !unattributed.equals("skip")) {
            read.wrong("unattributed", unattributed, "refuse, skip or " + CUSTOMER + "<id>");
        }
        List<Meter> meters = Meter.of(read);
        return new MeteringOptions(
                read.prefix(),
                meters,
                dimensions(read, meters, dimensions),
                customer ? unattributed.substring(CUSTOMER.length()) : null,
                unattributed.equals("skip"),
                window(read, window));
    }

    private static List<String> dimensions(OptionReader read, List<Meter> meters, @Nullable String usual) {
        String value = usual == null ? "" : read.options().getOrDefault(DIMENSIONS, usual);
        Set<String> names = new LinkedHashSet<>();
        for (String each : value.isEmpty() ? new String[0] : value.split(",", -1)) {
            String name = each.strip();
            boolean number = meters.stream().anyMatch(meter -> meter.field().equals(name));
            if (!DIMENSION.matcher(name).matches() || number || !names.add(name)) {
                read.wrong(DIMENSIONS, value, "names separated by commas, each once, none of them a meter's field");
            }
        }
        return new ArrayList<>(names);
    }

    private static @Nullable Duration window(OptionReader read, String usual) {
        String value = read.options().getOrDefault("window", usual);
        Matcher m = AGE.matcher(value);
        if (m.matches()) {
            long number = Long.parseLong(m.group(1));
            return m.group(2).equals("h") ? Duration.ofHours(number) : Duration.ofDays(number);
        }
        if (!value.equals("none")) {
            read.wrong("window", value, "none, or an age as a number with h or d");
        }
        return null;
    }

    static String shown(Duration window) {
        return window.toHours() % 24 == 0 ? window.toDays() + "d" : window.toHours() + "h";
    }
}
