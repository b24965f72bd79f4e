package io.meterweave.it.app;

import java.io.IOException;

/** {@code Staying [program]}: runs a program's {@code main}, if one is named, prints {@code stays}, and ends when its stdin does. */
public final class Staying {
    private Staying() {}

    public static void main(String[] args) throws ReflectiveOperationException, IOException {
        if (args.length > 0) {
            Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        }
        System.out.println("stays");
        while (System.in.read() >= 0) {
            // Nobody writes.
        }
    }
}
