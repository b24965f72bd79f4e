package io.meterweave.cli.doctor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What was seen of one jar or directory, until all of it was: the version may come behind the classes. */
final class Archive {
    private static final Pattern VERSIONED = Pattern.compile(".*?-([0-9][A-Za-z0-9._+-]*)\\.[jw]ar");
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    private final String where;
    private final Map<String, byte[]> classes = new LinkedHashMap<>();
    private final TreeSet<String> pomVersions = new TreeSet<>();
    private @Nullable String manifestVersion;
    private String classPath = "";

    Archive(String where) {
        this.where = where;
    }

    String where() {
        return where;
    }

    void found(String type, byte[] classFile) {
        classes.putIfAbsent(type, classFile);
    }

    /** Whether an entry may tell the version. */
    static boolean isAboutIt(String entry) {
        return entry.equals(MANIFEST) || (entry.startsWith("META-INF/maven/") && entry.endsWith("/pom.properties"));
    }

    void about(String entry, byte[] content) {
        try {
            ByteArrayInputStream in = new ByteArrayInputStream(content);
            if (entry.equals(MANIFEST)) {
                Attributes attributes = new Manifest(in).getMainAttributes();
                manifestVersion = attributes.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
                String path = attributes.getValue(Attributes.Name.CLASS_PATH);
                classPath = path == null ? "" : path;
            } else {
                Properties pom = new Properties();
                pom.load(in);
                pomVersions.add(pom.getProperty("version", ""));
            }
        } catch (IOException | IllegalArgumentException e) {
            // The version stays unknown.
        }
    }

    /** The manifest's {@code Class-Path}. */
    List<String> classPath() {
        return classPath.isBlank() ? List.of() : List.of(classPath.strip().split("\\s+"));
    }

    /** The version; empty where nothing tells, as in a jar of several libraries. */
    String version() {
        Matcher name = VERSIONED.matcher(where);
        if (pomVersions.size() == 1) {
            return pomVersions.first();
        }
        if (name.matches()) {
            return name.group(1);
        }
        return manifestVersion == null || pomVersions.size() > 1 ? "" : manifestVersion;
    }

    /** Of each library without a plugin, one entry point is enough. */
    List<Finding> findings(Targets targets) {
        List<Finding> findings = new ArrayList<>();
        TreeSet<String> unmetered = new TreeSet<>();
        classes.forEach((type, classFile) -> {
            Finding finding = targets.finding(type, classFile, version(), where);
            if (finding.woven() || unmetered.add(finding.library())) {
                findings.add(finding);
            }
        });
        return findings;
    }
}
