package io.meterweave.agent.premain;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * Loads everything of ours from {@code inst/} in the agent jar, where classes are called {@code .classdata} so that no
 * other loader finds them. Its parent is the platform loader: no dependency of ours can clash with one of the
 * application's, nor see it.
 */
final class IsolatedLoader extends ClassLoader {
    private static final String ROOT = "inst/";

    /** The JDK's attach API, for the command line: the one module of the JDK in use that the platform loader does not hold. */
    private static final String ATTACH = "com.sun.tools.attach.";

    static {
        registerAsParallelCapable();
    }

    private final JarFile jar;
    private final String base;

    IsolatedLoader(File jar) throws IOException {
        super("meterweave", ClassLoader.getPlatformClassLoader());
        this.jar = new JarFile(jar, false);
        this.base = "jar:" + jar.toURI().toURL() + "!/";
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (name.startsWith(ATTACH)) {
            return ClassLoader.getSystemClassLoader().loadClass(name);
        }
        JarEntry entry = entry(name.replace('.', '/') + ".class");
        if (entry == null) {
            throw new ClassNotFoundException(name);
        }
        byte[] bytes = bytes(name, entry);
        int dot = name.lastIndexOf('.');
        String packageName = dot < 0 ? "" : name.substring(0, dot);
        if (getDefinedPackage(packageName) == null) {
            try {
                definePackage(packageName, null, null, null, null, null, null, null);
            } catch (IllegalArgumentException e) {
                // Another thread was faster.
            }
        }
        return defineClass(name, bytes, 0, bytes.length, IsolatedLoader.class.getProtectionDomain());
    }

    /** As one array of just that size: for hundreds of classes, {@code readAllBytes} allocates megabytes of buffers. */
    private byte[] bytes(String name, JarEntry entry) throws ClassNotFoundException {
        byte[] bytes = new byte[(int) entry.getSize()];
        try (InputStream in = jar.getInputStream(entry)) {
            if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
                throw new ClassNotFoundException("the agent jar is damaged: it has half of " + name);
            }
            return bytes;
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private @Nullable JarEntry entry(String resource) {
        String name = resource.endsWith(".class") ? resource + "data" : resource;
        return jar.getJarEntry(ROOT + name);
    }

    @Override
    protected @Nullable URL findResource(String name) {
        JarEntry entry = entry(name);
        try {
            return entry == null ? null : new URL(base + entry.getName());
        } catch (MalformedURLException e) {
            return null;
        }
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL url = findResource(name);
        return url == null ? Collections.emptyEnumeration() : Collections.enumeration(Collections.singleton(url));
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        JarEntry entry = entry(name);
        try {
            return entry == null ? super.getResourceAsStream(name) : jar.getInputStream(entry);
        } catch (IOException e) {
            return null;
        }
    }
}
