package io.meterweave.cli.doctor;

import io.meterweave.plugin.Plugin;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * Goes through directories, jars, and jars inside of jars, and lists the inference entry points. Nothing is loaded or
 * unpacked to a disk. Whatever is damaged or beyond all measure is told, and the rest goes on.
 */
public final class Audit {
    private static final int DEEPEST_DIRECTORY = 64;
    private static final int DEEPEST_NESTING = 3;
    private static final int LARGEST_CLASS = 4 << 20;
    private static final long MOST_ENTRIES = 2_000_000;
    private static final long MOST_BYTES = 8L << 30;

    private final Targets targets;
    private final Budget budget = new Budget(MOST_ENTRIES, MOST_BYTES);
    private final Set<Object> seen = new HashSet<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, String> unreadable = new TreeMap<>();

    /** Looks for what these plugins hook, and for libraries that are known to have no plugin. */
    public Audit(List<Plugin> plugins) {
        targets = new Targets(plugins);
    }

    /** What was found, sorted by library, version and place. */
    public List<Finding> findings() {
        return findings.stream()
                .sorted(Comparator.comparing(Finding::library)
                        .thenComparing(Finding::version)
                        .thenComparing(Finding::where)
                        .thenComparing(Finding::entryPoint))
                .toList();
    }

    /** What could not be read, with the reason. */
    public Map<String, String> unreadable() {
        return unreadable;
    }

    /** Looks at a jar, or at a directory and all that is in it. */
    public void add(Path path) {
        try {
            if (Files.isDirectory(path)) {
                directory(path);
            } else {
                file(path);
            }
        } catch (IOException | RuntimeException e) {
            unreadable(path.toString(), e);
        }
    }

    /** Looks at an entry of a class path: a jar, or a directory of which only the classes below it count. */
    public void addClassPathEntry(Path path) {
        if (!Files.isDirectory(path)) {
            add(path);
            return;
        }
        Archive classes = new Archive(path.toString());
        for (String type : targets.types()) {
            Path file = path.resolve(type.replace('.', '/') + ".class");
            if (Files.isRegularFile(file)) {
                try (InputStream in = Files.newInputStream(file)) {
                    classes.found(type, budget.read(in, LARGEST_CLASS));
                } catch (IOException e) {
                    unreadable(file.toString(), e);
                }
            }
        }
        findings.addAll(classes.findings(targets));
    }

    private void unreadable(String where, Exception e) {
        String message = e.getMessage();
        // A file system's message is the path alone.
        boolean says = message != null && !(e instanceof FileSystemException);
        unreadable.putIfAbsent(
                where, says ? message : "cannot be read: " + e.getClass().getSimpleName());
    }

    private void directory(Path root) throws IOException {
        Archive classes = new Archive(root.toString());
        Set<FileVisitOption> options = Set.of(FileVisitOption.FOLLOW_LINKS);
        Files.walkFileTree(root, options, DEEPEST_DIRECTORY, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                budget.entry();
                // A pipe with such a name would be waited for.
                if (attributes.isRegularFile()) {
                    String name = root.relativize(file).toString();
                    String type = targets.typeOf(name);
                    if (isArchive(name)) {
                        add(file);
                    } else if (type != null) {
                        try (InputStream in = Files.newInputStream(file)) {
                            classes.found(type, budget.read(in, LARGEST_CLASS));
                        }
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                if (!(e instanceof FileSystemLoopException)) {
                    unreadable(file.toString(), e);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        findings.addAll(classes.findings(targets));
    }

    private void file(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(Files.exists(file) ? "is no file" : "does not exist");
        }
        // Not by the real path: what is below /proc/<pid>/root has none here.
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        if (!seen.add(key == null ? file.toAbsolutePath() : key)) {
            return;
        }
        Archive archive = new Archive(file.toString());
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                budget.entry();
                if (isWanted(entry.getName())) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        entry(archive, entry.getName(), in, 1);
                    }
                }
            }
        } finally {
            findings.addAll(archive.findings(targets));
        }
        for (String further : archive.classPath()) {
            addIfThere(file, further);
        }
    }

    /** A {@code Class-Path} holds URLs, relative to the jar; what is not there does not count. */
    private void addIfThere(Path jar, String relative) {
        try {
            URI uri = jar.toAbsolutePath().toUri().resolve(relative);
            if ("file".equals(uri.getScheme()) && Files.exists(Path.of(uri))) {
                addClassPathEntry(Path.of(uri));
            }
        } catch (IllegalArgumentException e) {
            // No URL, then.
        }
    }

    private boolean isWanted(String name) {
        return isArchive(name) || Archive.isAboutIt(name) || targets.typeOf(name) != null;
    }

    private void entry(Archive archive, String name, InputStream in, int depth) throws IOException {
        String type = targets.typeOf(name);
        if (type != null) {
            archive.found(type, budget.read(in, LARGEST_CLASS));
        } else if (Archive.isAboutIt(name)) {
            archive.about(name, budget.read(in, LARGEST_CLASS));
        } else if (isArchive(name)) {
            String where = archive.where() + "!/" + name;
            try {
                nested(where, in, depth);
            } catch (Budget.ExceededException e) {
                throw e;
            } catch (IOException | IllegalArgumentException e) {
                unreadable(where, e);
            }
        }
    }

    private void nested(String where, InputStream in, int depth) throws IOException {
        if (depth > DEEPEST_NESTING) {
            throw new IOException("is nested too deep");
        }
        Archive archive = new Archive(where);
        ZipInputStream zip = new ZipInputStream(new BufferedInputStream(in));
        boolean any = false;
        try {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                any = true;
                budget.entry();
                if (isWanted(entry.getName())) {
                    entry(archive, entry.getName(), new Unclosable(zip), depth + 1);
                }
                budget.drain(zip);
            }
        } finally {
            findings.addAll(archive.findings(targets));
        }
        if (!any) {
            throw new IOException("is no jar");
        }
    }

    /** One entry of a stream: who has read it must not close them all. */
    private static final class Unclosable extends FilterInputStream {
        Unclosable(InputStream in) {
            super(in);
        }

        @Override
        public void close() {}
    }

    private static boolean isArchive(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".jar") || lower.endsWith(".war") || lower.endsWith(".ear");
    }
}
