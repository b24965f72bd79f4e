package io.meterweave.agent;

import java.io.IOException;
import java.io.InputStream;

/**
 * Loads one plugin's package for one copy of its library. Two parents: the agent's loader, for everything of ours, and
 * the library's, for all the rest.
 */
final class PluginClassLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private static final String OURS = "io.meterweave.";
    private static final String API = "io.meterweave.api.";

    private final ClassLoader agent;
    private final String packageName;

    /**
     * Makes a loader.
     *
     * @param packageName the plugin's package with a final dot
     */
    PluginClassLoader(ClassLoader agent, ClassLoader library, String packageName) {
        super("meterweave-plugin", library);
        this.agent = agent;
        this.packageName = packageName;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(packageName) && name.indexOf('.', packageName.length()) < 0) {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }
        // The API is the application's own copy: its Scope is what the application's code expects.
        if (name.startsWith(OURS) && !name.startsWith(API)) {
            return agent.loadClass(name);
        }
        return super.loadClass(name, resolve);
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = agent.getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length, PluginClassLoader.class.getProtectionDomain());
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
