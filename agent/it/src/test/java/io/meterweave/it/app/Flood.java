package io.meterweave.it.app;

import io.meterweave.api.MeterContext;
import io.meterweave.api.Scope;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * {@code Flood <file> <life> <threads> <calls>}: one call, so that the agent is at work; then the file grows until its
 * disk is full; then what {@link Ack} does.
 */
public final class Flood {
    private Flood() {}

    public static void main(String[] args) throws Exception {
        try (Scope scope = MeterContext.open("acme")) {
            scope.attribute("request_id", args[1] + "-first");
            Engine.run(Engine.session(TinyOnnx.mask64()), Engine.padded(5, 8));
        }
        System.out.println(args[1] + "-first");
        fill(args[0]);
        Ack.main(Arrays.copyOfRange(args, 1, args.length));
    }

    private static void fill(String file) {
        try (FileOutputStream out = new FileOutputStream(file)) {
            byte[] page = new byte[4096];
            while (true) {
                out.write(page);
            }
        } catch (IOException e) {
            // Full: that is what was wanted.
        }
    }
}
