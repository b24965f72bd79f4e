package io.meterweave.agent.weave;

import java.util.Iterator;
import java.util.List;

/** Methods of the shapes that a compiler makes of Java. They are woven in the tests, and must do the same as before. */
public class Bodies {
    private static int begun;

    public static void nothing() {}

    public boolean and(boolean a, boolean b) {
        return a && b;
    }

    public static byte small(byte a, char b, short c) {
        return (byte) (a + b + c);
    }

    public long wide(long a, double b, int c, float d) {
        long sum = a;
        for (int i = 0; i < c; i++) {
            sum += (long) (b * d) + i;
        }
        return sum;
    }

    public double half(double a) {
        return a > 1 ? a / 2 : 0;
    }

    public static float third(float a, long b) {
        return a / 3 + b;
    }

    /** Its body is a loop, and so begins with a stack map. */
    public static int loops() {
        while (true) {
            if (++begun % 7 == 0) {
                return begun;
            }
        }
    }

    public String reassigns(String text, int times, Object any) {
        any = times;
        for (; times > 0; times--) {
            text = text + times;
        }
        text = text + any;
        return text;
    }

    public int finallyAdds(int[] numbers) {
        int sum = 0;
        try {
            for (int number : numbers) {
                sum += 10 / number;
            }
            return sum;
        } catch (ArithmeticException e) {
            sum = -sum;
            return sum;
        } finally {
            numbers[0] = sum;
        }
    }

    public synchronized Object throwsIt(String message) {
        synchronized (this) {
            throw new IllegalStateException(message);
        }
    }

    public static StringBuilder makesWithBranch(boolean longer) {
        return new StringBuilder(longer ? "long" : "s").append(new StringBuilder(longer ? 1 : 2).capacity());
    }

    public String switches(String text) {
        switch (text) {
            case "a":
                return "first";
            case "b":
            case "c":
                return "more";
            default:
                return switch (text.length()) {
                    case 0 -> "none";
                    case 1 -> "one";
                    default -> throw new IllegalArgumentException(text);
                };
        }
    }

    public static <T extends Comparable<T>> T most(List<T> all) {
        Iterator<T> each = all.iterator();
        T most = each.next();
        while (each.hasNext()) {
            T next = each.next();
            most = next.compareTo(most) > 0 ? next : most;
        }
        return most;
    }

    public Object[] arrays(Object[] first, long[][] second) {
        Runnable lambda = () -> first[0] = second[0][0];
        lambda.run();
        return first;
    }
}
