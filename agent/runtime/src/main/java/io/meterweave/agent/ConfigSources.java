package io.meterweave.agent;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * Gathers the configuration: agent arguments before system properties {@code meterweave.*} before environment
 * {@code METERWEAVE_*} before the properties file that {@code config} names.
 */
final class ConfigSources {
    private static final String PROPERTY = "meterweave.";
    private static final String ENVIRONMENT = "METERWEAVE_";

    private ConfigSources() {}

    static Map<String, String> gather(String arguments, Properties properties, Map<String, String> environment)
            throws ConfigException {
        Map<String, String> values = new LinkedHashMap<>();
        arguments(arguments, values);
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith(PROPERTY)) {
                values.putIfAbsent(name.substring(PROPERTY.length()), properties.getProperty(name));
            }
        }
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            String name = variable.getKey();
            if (name.startsWith(ENVIRONMENT) && !isServiceDiscovery(name)) {
                String key = name.substring(ENVIRONMENT.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.');
                values.putIfAbsent(Setting.ofVariable(key), variable.getValue());
            }
        }
        String file = values.get("config");
        if (file != null) {
            file(file, values);
        }
        return values;
    }

    /** What Kubernetes puts into every container's environment where a service is called {@code meterweave}. */
    private static boolean isServiceDiscovery(String name) {
        return name.matches("METERWEAVE_(SERVICE_(HOST|PORT(_.*)?)|PORT(_.*)?)");
    }

    private static void arguments(String text, Map<String, String> values) throws ConfigException {
        String key = null;
        for (String token : text.split(",", -1)) {
            int equals = token.indexOf('=');
            if (equals > 0) {
                key = token.substring(0, equals).trim();
                if (values.put(key, token.substring(equals + 1).trim()) != null) {
                    throw new ConfigException(List.of(key + " is given twice in the agent's arguments"));
                }
            } else if (key != null) {
                values.put(key, values.get(key) + "," + token.trim());
            } else if (!token.isBlank()) {
                throw new ConfigException(
                        List.of("agent argument '" + token + "': allowed is key=value, separated by commas"));
            }
        }
    }

    private static void file(String path, Map<String, String> values) throws ConfigException {
        Properties properties = new Properties();
        try (InputStream in = new FileInputStream(path)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigException(List.of("config=" + path + ": cannot be read: " + e.getMessage()));
        }
        for (String name : properties.stringPropertyNames()) {
            String key = name.startsWith(PROPERTY) ? name.substring(PROPERTY.length()) : name;
            values.putIfAbsent(key, properties.getProperty(name).trim());
        }
    }
}
