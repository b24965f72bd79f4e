package io.meterweave.cli.doctor;

import io.meterweave.agent.ClassShape;
import io.meterweave.plugin.Hook;
import io.meterweave.plugin.Plugin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The classes that are looked for: those that plugins must find something in, and the marks of libraries without one. */
final class Targets {
    private final Map<String, Plugin> metered = new LinkedHashMap<>();
    private final Map<String, List<Hook>> hooks = new LinkedHashMap<>();
    private final Map<String, KnownLibrary> unmetered = new LinkedHashMap<>();
    private final Map<String, Set<String>> types = new HashMap<>();

    Targets(List<Plugin> plugins) {
        for (Plugin plugin : plugins) {
            for (Hook hook : plugin.hooks()) {
                if (plugin.meters()) {
                    hooks.computeIfAbsent(hook.type(), t -> new ArrayList<>()).add(hook);
                    // Where all is optional, the class only tells something about calls of another.
                    if (hook.need() != Hook.Need.OPTIONAL) {
                        metered.put(hook.type(), plugin);
                    }
                }
            }
        }
        for (KnownLibrary library : KnownLibrary.ALL) {
            boolean hasPlugin = metered.keySet().stream().anyMatch(type -> type.startsWith(library.root()));
            if (!hasPlugin) {
                library.markers().forEach(marker -> unmetered.put(marker, library));
            }
        }
        metered.keySet().forEach(this::wanted);
        unmetered.keySet().forEach(this::wanted);
    }

    private void wanted(String type) {
        types.computeIfAbsent(simpleName(type), name -> new TreeSet<>()).add(type);
    }

    /** All wanted classes. */
    Set<String> types() {
        Set<String> all = new TreeSet<>(metered.keySet());
        all.addAll(unmetered.keySet());
        return all;
    }

    /** The wanted class that an entry holds, also below a prefix such as {@code BOOT-INF/classes/}; null for none. */
    @Nullable String typeOf(String entry) {
        if (!entry.endsWith(".class")) {
            return null;
        }
        String path = entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
        for (String type : types.getOrDefault(simpleName(path), Set.of())) {
            int before = path.length() - type.length() - 1;
            if (path.endsWith(type) && (before < 0 || path.charAt(before) == '.')) {
                return type;
            }
        }
        return null;
    }

    private static String simpleName(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    /** What is to be said of a wanted class. */
    Finding finding(String type, byte[] classFile, String version, String where) {
        KnownLibrary library = unmetered.get(type);
        Plugin plugin = metered.get(type);
        if (plugin == null || library != null) {
            String name = library == null ? type : library.name();
            String why = "found, NOT metered: there is no plugin for it; what it calls that has one is metered there";
            return new Finding(name, version, type, false, List.of(), why, where);
        }
        try {
            ClassShape shape = ClassShape.of(classFile);
            Set<String> methods = new TreeSet<>();
            for (Hook hook : hooks.getOrDefault(type, List.of())) {
                String refusal = shape.refusal(hook);
                if (refusal != null) {
                    return not(plugin, version, type, "found, NOT metered: it " + refusal, where);
                }
                if (hook.subtypes()) { // Those without a body are hooked where they have one.
                    hook.methods().forEach(method -> methods.add(method.name()));
                }
                for (String method : shape.hooked(hook)) {
                    if (!method.startsWith("<")) {
                        methods.add(method.substring(0, method.indexOf('(')));
                    }
                }
            }
            String entryPoint = type + "." + String.join(",", methods);
            return new Finding(plugin.name(), version, entryPoint, true, plugin.quantities(), "", where);
        } catch (IllegalArgumentException e) {
            return not(plugin, version, type, "found, NOT metered: " + e.getMessage(), where);
        }
    }

    private static Finding not(Plugin plugin, String version, String type, String why, String where) {
        return new Finding(plugin.name(), version, type, false, List.of(), why, where);
    }
}
