package io.meterweave.agent;

import io.meterweave.plugin.RequestRule;
import io.meterweave.record.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@code subject.from}, {@code attributes.from} and {@code on.unattributed} say. */
final class RequestSettings {
    private static final int MOST = 8;
    private static final String HEADER = "header:";
    private static final String TAG = "tag:";
    /** A field name as HTTP allows it (RFC 9110, 5.6.2). */
    private static final Pattern FIELD = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");

    private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private RequestSettings() {}

    static RequestRule of(Map<String, String> values, List<String> errors) {
        List<RequestRule.Source> subjects = new ArrayList<>();
        for (String each : each(values, Setting.SUBJECT_FROM, errors)) {
            RequestRule.Source source = each.equals("principal")
                    ? new RequestRule.Source(null)
                    : new RequestRule.Source(each.startsWith(HEADER) ? each.substring(HEADER.length()) : "");
            String header = source.header();
            if (header != null && !FIELD.matcher(header).matches()) {
                errors.add(wrong(Setting.SUBJECT_FROM, each));
            } else if (subjects.contains(source)) {
                errors.add(Setting.SUBJECT_FROM.key() + " names " + each + " twice");
            } else {
                subjects.add(source);
            }
        }
        Map<String, String> attributes = new TreeMap<>();
        for (String each : each(values, Setting.ATTRIBUTES_FROM, errors)) {
            int colon = each.indexOf(':');
            String name = each.substring(0, Math.max(0, colon));
            String header = each.substring(colon + 1);
            if (!ATTRIBUTE.matcher(name).matches() || !FIELD.matcher(header).matches()) {
                errors.add(wrong(Setting.ATTRIBUTES_FROM, each));
            } else if (attributes.put(name, header) != null) {
                errors.add(Setting.ATTRIBUTES_FROM.key() + " names " + name + " twice");
            }
        }
        return new RequestRule(subjects, attributes);
    }

    /** The subject of usage that nobody is named for; null where it is kept without one. */
    static @Nullable String unattributed(Map<String, String> values, List<String> errors) {
        String value = Setting.ON_UNATTRIBUTED.in(values);
        if (value.equals("keep")) {
            return null;
        }
        String name = value.startsWith(TAG) ? value.substring(TAG.length()) : "";
        if (!Facts.fits(name) || name.chars().anyMatch(Character::isISOControl)) {
            errors.add(wrong(Setting.ON_UNATTRIBUTED, value));
            return null;
        }
        return name;
    }

    private static List<String> each(Map<String, String> values, Setting setting, List<String> errors) {
        String value = setting.in(values, "");
        List<String> all = value.isEmpty() ? List.of() : List.of(value.split(",", -1));
        if (all.size() > MOST) {
            errors.add(setting.key() + " has " + all.size() + " entries; allowed are " + MOST);
        }
        return all;
    }

    private static String wrong(Setting setting, String value) {
        return setting.key() + "=" + value + ": allowed are "
                + setting.allowed().replace("`", "");
    }
}
