package io.meterweave.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginNewsTest {
    private static final String TYPE = "org.example.Session";

    @TempDir
    Path temp;

    private final PluginNews news = new PluginNews();

    private List<String> told() {
        List<String> told = new ArrayList<>();
        for (byte[] data = news.next(); data != null; data = news.next()) {
            told.add(new String(data, StandardCharsets.UTF_8));
        }
        return told;
    }

    private static ProtectionDomain from(URL location) {
        return new ProtectionDomain(new CodeSource(location, (Certificate[]) null), null);
    }

    private ProtectionDomain jar(String name, String attribute, String version) throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue(attribute, version);
        Path jar = temp.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            entries.finish();
        }
        return from(jar.toUri().toURL());
    }

    @Test
    void oneEventForEachPluginAndVersion() throws Exception {
        ProtectionDomain first = jar("a b.jar", "Implementation-Version", "1.2");
        ProtectionDomain second = jar("second.jar", "Bundle-Version", "1.3");
        news.woven("lib", TYPE, null, first);
        news.woven("lib", "org.example.Other", null, first);
        assertThat(told())
                .containsExactly("{\"event\":\"plugin_woven\",\"plugin\":\"lib\",\"library_version\":\"1.2\"}");
        news.woven("lib", TYPE, null, first);
        news.woven("lib", TYPE, null, second);
        news.refused("lib", "why\nnot", TYPE, null, null);
        assertThat(told())
                .containsExactly(
                        "{\"event\":\"plugin_woven\",\"plugin\":\"lib\",\"library_version\":\"1.3\"}",
                        "{\"event\":\"plugin_refused\",\"plugin\":\"lib\",\"reason\":\"whynot\"}");
    }

    @Test
    void aVersionThatCannotBeReadIsUnknown() throws Exception {
        Path damaged = Files.writeString(temp.resolve("damaged.jar"), "no jar");
        for (ProtectionDomain domain : new ProtectionDomain[] {
            null,
            from(null),
            from(temp.toUri().toURL()),
            from(damaged.toUri().toURL()),
            from(temp.resolve("missing.jar").toUri().toURL()),
            from(new URL("http://192.0.2.1/lib.jar")),
            jar("empty.jar", "Implementation-Version", " "),
            jar("huge.jar", "Implementation-Version", "9".repeat(300)),
        }) {
            news.woven("lib", TYPE, null, domain);
        }
        assertThat(told()).containsExactly("{\"event\":\"plugin_woven\",\"plugin\":\"lib\"}");
    }

    @Test
    void thePackageThatTheLoaderKeepsComesFirst() {
        Package own = Test.class.getPackage();
        news.woven("junit", Test.class.getName(), Test.class.getClassLoader(), null);
        assertThat(own.getImplementationVersion()).isNotNull();
        assertThat(told())
                .containsExactly("{\"event\":\"plugin_woven\",\"plugin\":\"junit\",\"library_version\":\""
                        + own.getImplementationVersion() + "\"}");
    }

    @Test
    void aFloodIsBounded() {
        for (int i = 0; i < 5_000; i++) {
            news.refused("lib", "reason " + i, TYPE, null, null);
        }
        assertThat(told()).hasSize(256);
        news.woven("another", TYPE, null, null);
        assertThat(told()).isEmpty();
    }
}
