package io.meterweave.agent;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * The version of the library that a class belongs to, as its jar's manifest has it: from the package where the class loader
 * keeps that, otherwise from the jar itself. Reads a file of the host's, so it is not for its threads.
 */
final class LibraryVersion {
    private static final long LARGEST_MANIFEST = 1 << 20;

    private LibraryVersion() {}

    /**
     * Finds the version.
     *
     * @param loader the class's loader; null for the boot loader, or where it is gone
     * @param type the class's binary name
     * @param location where it was loaded from
     * @return null where it is not known
     */
    static @Nullable String of(@Nullable ClassLoader loader, String type, @Nullable URL location) {
        try {
            int dot = type.lastIndexOf('.');
            Package declared = loader == null || dot < 0 ? null : loader.getDefinedPackage(type.substring(0, dot));
            String version = declared == null ? null : declared.getImplementationVersion();
            return OutsideText.value(version == null && location != null ? ofJar(location) : version);
        } catch (IOException | RuntimeException | LinkageError e) {
            return null; // A jar without a manifest that can be read is one without a version.
        }
    }

    private static @Nullable String ofJar(URL location) throws IOException {
        if (!"file".equals(location.getProtocol())) {
            return null; // In a jar within a jar, or on the network: not ours to fetch.
        }
        File file;
        try {
            file = new File(location.toURI());
        } catch (URISyntaxException e) {
            file = new File(location.getPath());
        }
        if (!file.isFile()) {
            return null;
        }
        try (JarFile jar = new JarFile(file, false)) {
            JarEntry entry = jar.getJarEntry(JarFile.MANIFEST_NAME);
            if (entry == null || entry.getSize() > LARGEST_MANIFEST) {
                return null;
            }
            try (InputStream in = jar.getInputStream(entry)) {
                Attributes main = new Manifest(in).getMainAttributes();
                String version = main.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
                return version == null ? main.getValue("Bundle-Version") : version;
            }
        }
    }
}
