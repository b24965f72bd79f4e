package io.meterweave.agent;

import io.meterweave.plugin.ApiKeys;
import io.meterweave.plugin.RequestRule;
import io.meterweave.plugin.SubjectSource;
import io.meterweave.record.Facts;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code subject.from}, {@code attributes.from} and {@code on.unattributed} say.
 *
 * @param rule where requests say who pays
 * @param keys whose API keys are, which {@link #begin} has to read first; null where no source has keys
 */
record RequestSettings(RequestRule rule, @Nullable ApiKeys keys) {
    private static final int MOST = 8;
    private static final String HEADER = "header:";
    private static final String API_KEY = "api-key:";
    private static final String BAGGAGE = "baggage:";
    private static final String TAG = "tag:";
    /** A field name as HTTP allows it (RFC 9110, 5.6.2), and a baggage's key too. */
    private static final Pattern FIELD = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");

    private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    static RequestSettings of(Map<String, String> values, List<String> errors) {
        ApiKeys keys = keys(values, errors);
        List<SubjectSource> subjects = new ArrayList<>();
        boolean asked = false;
        for (String each : each(values, Setting.SUBJECT_FROM, errors)) {
            boolean isKey = each.startsWith(API_KEY);
            asked |= isKey;
            SubjectSource source = source(each, keys == null ? key -> SubjectSource.REFUSED : keys);
            if (source == null) {
                errors.add(wrong(Setting.SUBJECT_FROM, each));
            } else if (isKey && keys == null) {
                errors.add(Setting.SUBJECT_FROM.key() + "=" + each + ": needs " + Setting.SUBJECT_API_KEYS_FILE.key()
                        + " or " + Setting.SUBJECT_API_KEYS_SECRET_FILE.key());
            } else if (subjects.contains(source)) {
                errors.add(Setting.SUBJECT_FROM.key() + " names " + each + " twice");
            } else {
                subjects.add(source);
            }
        }
        if (keys != null && !asked) {
            errors.add(Setting.SUBJECT_API_KEYS_FILE.key() + " and " + Setting.SUBJECT_API_KEYS_SECRET_FILE.key()
                    + " are for nothing: " + Setting.SUBJECT_FROM.key() + " names no api-key:<header>");
        }
        return new RequestSettings(new RequestRule(subjects, attributes(values, errors)), keys);
    }

    /** Reads what the rule needs, before it is asked. */
    void begin(Consumer<String> complaints) throws ConfigException {
        if (keys instanceof KeyFile file) {
            file.begin(complaints);
        } else if (keys instanceof KeySecret secret) {
            secret.begin();
        }
    }

    private static @Nullable SubjectSource source(String text, ApiKeys keys) {
        if (text.equals("principal")) {
            return new SubjectSource.Principal();
        }
        String name = text.substring(text.indexOf(':') + 1);
        if (!FIELD.matcher(name).matches()) {
            return null;
        }
        if (text.startsWith(HEADER)) {
            return new SubjectSource.Header(name);
        }
        if (text.startsWith(BAGGAGE)) {
            return new SubjectSource.BaggageEntry(name);
        }
        return text.startsWith(API_KEY) ? new SubjectSource.ApiKey(name, keys) : null;
    }

    private static @Nullable ApiKeys keys(Map<String, String> values, List<String> errors) {
        String file = path(values, Setting.SUBJECT_API_KEYS_FILE, errors);
        String secret = path(values, Setting.SUBJECT_API_KEYS_SECRET_FILE, errors);
        if (!file.isEmpty() && !secret.isEmpty()) {
            errors.add(Setting.SUBJECT_API_KEYS_FILE.key() + " and " + Setting.SUBJECT_API_KEYS_SECRET_FILE.key()
                    + " are both set; allowed is one of them");
        }
        return !file.isEmpty()
                ? new KeyFile(new File(file))
                : secret.isEmpty() ? null : new KeySecret(new File(secret));
    }

    private static String path(Map<String, String> values, Setting setting, List<String> errors) {
        String path = setting.in(values, "");
        boolean isSet = values.containsKey(setting.key());
        if (isSet && (path.isEmpty() || path.indexOf('\0') >= 0)) {
            errors.add(setting.key() + "=" + path + ": allowed is a path");
        }
        return path;
    }

    private static Map<String, String> attributes(Map<String, String> values, List<String> errors) {
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
        return attributes;
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
