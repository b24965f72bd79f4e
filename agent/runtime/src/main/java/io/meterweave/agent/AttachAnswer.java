package io.meterweave.agent;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an attached agent tells the command that attached it.
 *
 * @param status how it went
 * @param dir where usage goes, absolute, as the metered JVM sees it; empty where it is not metered
 * @param woven the classes that were woven, by their binary names
 * @param remarks what the agent said meanwhile, without {@code meterweave:}
 */
public record AttachAnswer(Status status, String dir, List<String> woven, List<String> remarks) {
    private static final String REQUEST = "attach=";
    private static final String DIR = "dir ";
    private static final String WOVEN = "woven ";
    private static final String REMARK = "remark ";

    /** How it went. */
    public enum Status {
        /** The JVM is metered. */
        METERING,
        /** The agent stays out of this JVM. */
        REFUSED,
        /** The settings are wrong. */
        CONFIGURATION
    }

    static AttachAnswer of(Status status) {
        return new AttachAnswer(status, "", List.of(), List.of());
    }

    AttachAnswer with(List<String> said) {
        return new AttachAnswer(status, dir, woven, List.copyOf(said));
    }

    /**
     * The agent's arguments for a command that waits for an answer.
     *
     * @param id letters and digits that no other command uses
     */
    public static String request(String id, String settings) {
        return REQUEST + id + (settings.isEmpty() ? "" : "," + settings);
    }

    /** Who waits for an answer; null where nobody does. */
    static @Nullable String requestId(String arguments) {
        if (!arguments.startsWith(REQUEST)) {
            return null;
        }
        int comma = arguments.indexOf(',');
        return arguments.substring(REQUEST.length(), comma < 0 ? arguments.length() : comma);
    }

    static String settings(String arguments) {
        if (!arguments.startsWith(REQUEST)) {
            return arguments;
        }
        int comma = arguments.indexOf(',');
        return comma < 0 ? "" : arguments.substring(comma + 1);
    }

    /** Everything as lines, the first of which is the id. */
    String text(String id) {
        StringBuilder text = new StringBuilder(id).append('\n').append(status).append('\n');
        line(text, DIR, dir);
        woven.forEach(type -> line(text, WOVEN, type));
        remarks.forEach(remark -> line(text, REMARK, remark));
        return text.toString();
    }

    private static void line(StringBuilder text, String kind, String value) {
        text.append(kind).append(value.replace('\n', ' ')).append('\n');
    }

    /** Reads {@link #text}; null where it is no answer to this id. */
    public static @Nullable AttachAnswer parse(@Nullable String text, String id) {
        List<String> lines = text == null ? List.of() : text.lines().toList();
        if (lines.size() < 2 || !lines.get(0).equals(id)) {
            return null;
        }
        String dir = "";
        List<String> woven = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (String line : lines.subList(2, lines.size())) {
            if (line.startsWith(DIR)) {
                dir = line.substring(DIR.length());
            } else if (line.startsWith(WOVEN)) {
                woven.add(line.substring(WOVEN.length()));
            } else if (line.startsWith(REMARK)) {
                remarks.add(line.substring(REMARK.length()));
            }
        }
        try {
            return new AttachAnswer(Status.valueOf(lines.get(1)), dir, woven, remarks);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
