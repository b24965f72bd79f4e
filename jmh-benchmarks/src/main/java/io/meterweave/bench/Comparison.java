package io.meterweave.bench;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is said below the tables: rows compared with one another. */
final class Comparison {
    private Comparison() {}

    /** Below one table. */
    static String of(List<Results.Row> table) {
        StringBuilder text = new StringBuilder();
        for (Results.Row row : table) {
            if (!Double.isNaN(row.figures().longest())) {
                text.append(String.format(
                        Locale.ROOT,
                        "%n%s: the longest call while the ring was being filled took %,.1f ms.%n",
                        row.label(),
                        row.figures().longest() / 1e6));
            }
        }
        return text.append(engine(table)).append(peers(table)).toString();
    }

    /**
     * What metering adds to the library itself: of the medians, and between which bounds, each of them 95 % one-sided, it
     * lies at the most.
     */
    private static String engine(List<Results.Row> table) {
        Figures plain = figures(table, Variant.LIBRARY);
        Figures metered = figures(table, Variant.LIBRARY_METERED);
        if (plain == null || metered == null) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                "%nONNX Runtime itself, metered over not: %+.0f ns (%+.0f to %+.0f) of %.0f ns.%n",
                metered.median() - plain.median(),
                metered.lowerBound() - plain.upperBound(),
                metered.upperBound() - plain.lowerBound(),
                plain.median());
    }

    /** Of peers all of whose records have arrived, with ours if all of its have: one that drops has not done the same. */
    private static String peers(List<Results.Row> table) {
        Figures hook = figures(table, Variant.HOOK);
        StringBuilder text = new StringBuilder();
        for (Results.Row row : table) {
            if (hook == null || row.figures().arrivals() == null || !Variant.RECORDING_PEERS.contains(row.label())) {
                continue;
            }
            if (text.length() == 0) {
                text.append(String.format("%n"));
                text.append(allArrived(hook) ? "" : notCompared(Variant.HOOK, hook));
            }
            Figures peer = row.figures();
            if (!allArrived(peer)) {
                text.append(notCompared(row.label(), peer));
            } else if (allArrived(hook)) {
                text.append(String.format(
                        Locale.ROOT,
                        "- %s: %.2f x as long as hook + record (%.1f and %.1f ns).%n",
                        row.label(),
                        peer.median() / hook.median(),
                        peer.median(),
                        hook.median()));
            }
        }
        return text.toString();
    }

    private static boolean allArrived(Figures figures) {
        return arrived(figures) == figures.calls();
    }

    private static long arrived(Figures figures) {
        Arrivals arrivals = figures.arrivals();
        return arrivals == null ? 0 : arrivals.records();
    }

    private static String notCompared(String label, Figures figures) {
        return String.format(
                Locale.ROOT, "- %s: not compared, %,d of %,d arrived.%n", label, arrived(figures), figures.calls());
    }

    /**
     * Below all tables: how many times the floor hook and record are with two threads, over how many they are with one,
     * on each JDK. In parentheses the bounds if all four medians were at the wrong one of theirs.
     */
    static String threads(List<List<Results.Row>> tables) {
        StringBuilder text = new StringBuilder();
        for (List<Results.Row> one : tables) {
            for (List<Results.Row> two : tables) {
                if (one.get(0).threads() == 1
                        && two.get(0).threads() == 2
                        && one.get(0).jdk() == two.get(0).jdk()) {
                    text.append(threads(one, two));
                }
            }
        }
        return text.toString();
    }

    private static String threads(List<Results.Row> one, List<Results.Row> two) {
        Figures floor1 = figures(one, Variant.FLOOR);
        Figures hook1 = figures(one, Variant.HOOK);
        Figures floor2 = figures(two, Variant.FLOOR);
        Figures hook2 = figures(two, Variant.HOOK);
        if (floor1 == null || hook1 == null || floor2 == null || hook2 == null) {
            return "";
        }
        double times1 = hook1.median() / floor1.median();
        double times2 = hook2.median() / floor2.median();
        double low = hook2.lowerBound() / floor2.upperBound() / (hook1.upperBound() / floor1.lowerBound());
        double high = hook2.upperBound() / floor2.lowerBound() / (hook1.lowerBound() / floor1.upperBound());
        return String.format(
                Locale.ROOT,
                "%nJDK %d, %s, 2 threads over 1: %.2f x floor / %.2f x floor = %.3f (%.3f to %.3f).%n",
                one.get(0).jdk(),
                Variant.HOOK,
                times2,
                times1,
                times2 / times1,
                low,
                high);
    }

    /** A row's figures; null where the table has no such row. */
    private static @Nullable Figures figures(List<Results.Row> table, String label) {
        for (Results.Row row : table) {
            if (row.label().equals(label)) {
                return row.figures();
            }
        }
        return null;
    }
}
