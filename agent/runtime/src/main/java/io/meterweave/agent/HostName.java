package io.meterweave.agent;

import java.io.BufferedReader;
import java.io.FileReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The host's name, found without the resolver: a look-up in premain could hang the host's start. */
final class HostName {
    static final String UNKNOWN = "unknown";

    private HostName() {}

    static String get() {
        String name = System.getenv("HOSTNAME");
        if (name == null || name.isEmpty()) {
            name = kernel();
        }
        String legal = name.replaceAll("[^A-Za-z0-9._-]", "-");
        return legal.isEmpty() ? UNKNOWN : legal.substring(0, Math.min(64, legal.length()));
    }

    private static String kernel() {
        try (BufferedReader in =
                new BufferedReader(new FileReader("/proc/sys/kernel/hostname", StandardCharsets.UTF_8))) {
            String line = in.readLine();
            return line == null ? UNKNOWN : line.trim();
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
