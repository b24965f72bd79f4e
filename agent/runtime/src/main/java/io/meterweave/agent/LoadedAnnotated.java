package io.meterweave.agent;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Finds, among the classes that are loaded already, those with methods that carry an annotation. They are told by their class
 * files, where their loader has them: reflection would load the classes that their methods name. Only loaders that know the
 * annotation are asked.
 */
final class LoadedAnnotated {
    private final Annotated annotated;
    private final Complaints complaints;
    private final Marks marks;
    private final Map<ClassLoader, Boolean> knowing = new WeakHashMap<>();
    private final Set<Class<?>> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Class<?>> found = Collections.newSetFromMap(new IdentityHashMap<>());

    LoadedAnnotated(Annotated annotated, Complaints complaints) {
        this.annotated = annotated;
        this.complaints = complaints;
        this.marks = new Marks(annotated.marks());
    }

    boolean has(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        if (loader == null || type.isArray() || type.isHidden() || !seen.add(type)) {
            return found.contains(type);
        }
        try {
            if (knowing.computeIfAbsent(loader, this::knowsOne)
                    && marks.anyIn(classFile(loader, resource(type.getName())))) {
                found.add(type);
            }
        } catch (IOException | RuntimeException | Error e) {
            complaints.accept("the class file of " + type.getName() + " cannot be read: " + e
                    + "; methods of it that carry an annotation are NOT metered");
        }
        return found.contains(type);
    }

    private boolean knowsOne(ClassLoader loader) {
        return annotated.annotations().stream().anyMatch(type -> loader.getResource(resource(type)) != null);
    }

    private static String resource(String type) {
        return type.replace('.', '/') + ".class";
    }

    private static byte[] classFile(ClassLoader loader, String resource) throws IOException {
        try (InputStream in = loader.getResourceAsStream(resource)) {
            return in == null ? new byte[0] : in.readAllBytes();
        }
    }
}
