package io.meterweave.it.app;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/** {@code Waiting [<jar>]}: does nothing until it reads a line, but holds a jar in a class loader of its own. */
public final class Waiting {
    private Waiting() {}

    public static void main(String[] args) throws Exception {
        URL[] jars = new URL[args.length];
        for (int i = 0; i < args.length; i++) {
            jars[i] = Path.of(args[i]).toUri().toURL();
        }
        try (URLClassLoader loader = new URLClassLoader(jars)) {
            if (args.length > 0) {
                Class.forName("ai.onnxruntime.OrtSession", false, loader);
            }
            System.out.println("waiting");
            System.in.read();
        }
        System.out.println("done");
    }
}
