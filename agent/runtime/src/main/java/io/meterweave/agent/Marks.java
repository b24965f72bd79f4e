package io.meterweave.agent;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out whether a class file has one of a few names in its constant pool (JVM specification, 4.4), and reads nothing else:
 * this is asked of every class that the JVM loads. The name of a method is there if the class declares or calls one; the
 * descriptor of an annotation is there if it carries one.
 */
final class Marks {
    private static final int POOL_COUNT = 8;
    private static final int POOL = 10;
    private static final int UTF8 = 1;
    /** By tag: the bytes of a constant without its tag; 0 where there is no such tag. */
    private static final byte[] SIZES = {0, 0, 0, 4, 4, 8, 8, 2, 2, 4, 4, 4, 4, 0, 0, 3, 2, 4, 4, 2, 2};

    private static final int LONG = 5;
    private static final int DOUBLE = 6;

    private final List<byte[]> names = new ArrayList<>();
    /** The lengths that they have: most constants are of another one. */
    private long lengths;

    Marks(List<String> names) {
        names.forEach(this::add);
    }

    /** The mark of a class with methods that carry an annotation, which is given by its binary name. */
    static String ofAnnotation(String type) {
        return "L" + type.replace('.', '/') + ";";
    }

    private void add(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        names.add(bytes);
        lengths |= 1L << bytes.length;
    }

    /** Whether the class file names one; false for what is no class file. */
    boolean anyIn(byte[] file) {
        if (lengths == 0 || file.length < POOL) {
            return false;
        }
        int count = u2(file, POOL_COUNT);
        int at = POOL;
        for (int i = 1; i < count && at + 2 < file.length; i++) {
            int tag = file[at];
            if (tag == UTF8) {
                int length = u2(file, at + 1);
                if ((lengths & 1L << length) != 0 && length < Long.SIZE && isName(file, at + 3, length)) {
                    return true;
                }
                at += 3 + length;
            } else {
                if (tag < 0 || tag >= SIZES.length || SIZES[tag] == 0) {
                    return false;
                }
                at += 1 + SIZES[tag];
                i += tag == LONG || tag == DOUBLE ? 1 : 0;
            }
        }
        return false;
    }

    private boolean isName(byte[] file, int from, int length) {
        for (byte[] name : names) {
            if (name.length == length && from + length <= file.length && matches(file, from, name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] file, int from, byte[] name) {
        for (int i = 0; i < name.length; i++) {
            if (file[from + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    private static int u2(byte[] file, int at) {
        return (file[at] & 0xff) << 8 | (file[at + 1] & 0xff);
    }
}
