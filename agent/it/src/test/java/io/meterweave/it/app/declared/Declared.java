package io.meterweave.it.app.declared;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;

/** Calls annotated methods, as its arguments say; {@code wait} for a line on stdin first, {@code child} in a loader of their own. */
public final class Declared {
    private Declared() {}

    public static void main(String[] args) throws Exception {
        for (String arg : args) {
            switch (arg) {
                case "shapes" -> Shapes.call();
                case "engine" -> Generating.call();
                case "reading" -> Reading.call();
                case "wrong" -> Wrong.call();
                case "wait" -> {
                    System.out.println("running");
                    System.in.read();
                    Shapes.call();
                }
                default -> inChildLoader();
            }
        }
    }

    private static void inChildLoader() throws Exception {
        URL[] all = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Declared::url)
                .toArray(URL[]::new);
        try (URLClassLoader child = new URLClassLoader(all, ClassLoader.getPlatformClassLoader())) {
            Class<?> shapes = Class.forName(Shapes.class.getName(), true, child);
            if (shapes == Shapes.class) {
                throw new IllegalStateException("is the same class");
            }
            shapes.getMethod("call").invoke(null);
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
