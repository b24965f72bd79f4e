package io.meterweave.agent;

import io.meterweave.record.JsonText;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the epoch's first event says of where its records come from: the process, the JVM, the machine or container, the
 * cloud's region. Read from the environment, the JVM's properties and {@code /proc} only: nothing is resolved and nobody
 * asked over the network. What is not known is not told. The journal thread's.
 */
final class Resource {
    private static final int MOST_OF_A_FILE = 64 * 1024;

    private static final List<String> POD = List.of("POD_NAME", "K8S_POD_NAME", "KUBERNETES_POD_NAME");
    private static final List<String> NAMESPACE =
            List.of("POD_NAMESPACE", "K8S_NAMESPACE", "K8S_NAMESPACE_NAME", "KUBERNETES_NAMESPACE");
    private static final List<String> REGION = List.of(
            "AWS_REGION",
            "AWS_DEFAULT_REGION",
            "GOOGLE_CLOUD_REGION",
            "CLOUDSDK_COMPUTE_REGION",
            "FUNCTION_REGION",
            "AZURE_REGION",
            "REGION_NAME",
            "CLOUD_REGION");
    private static final List<String> ZONE = List.of(
            "AWS_AVAILABILITY_ZONE",
            "GOOGLE_CLOUD_ZONE",
            "CLOUDSDK_COMPUTE_ZONE",
            "AZURE_ZONE",
            "CLOUD_ZONE",
            "AVAILABILITY_ZONE");

    private final Map<String, String> environment;
    private final UnaryOperator<String> files;

    /**
     * Describes a process.
     *
     * @param environment its variables
     * @param files the text of a file; empty where it cannot be read
     */
    Resource(Map<String, String> environment, UnaryOperator<String> files) {
        this.environment = environment;
        this.files = files;
    }

    /** This process. */
    static Resource own() {
        return new Resource(System.getenv(), Resource::read);
    }

    /** Adds what is known to the object that is open. */
    void tell(JsonText json) {
        String host = HostName.get();
        put(json, "host", host.equals(HostName.UNKNOWN) ? null : host);
        json.put("pid", ProcessHandle.current().pid());
        put(json, "os_name", System.getProperty("os.name"));
        put(json, "os_version", System.getProperty("os.version"));
        put(json, "os_arch", System.getProperty("os.arch"));
        put(json, "jvm_name", System.getProperty("java.vm.name"));
        put(json, "jvm_vendor", System.getProperty("java.vm.vendor"));
        put(json, "jvm_version", System.getProperty("java.vm.version"));
        json.put("available_processors", Runtime.getRuntime().availableProcessors());
        long heap = Runtime.getRuntime().maxMemory();
        if (heap != Long.MAX_VALUE) {
            json.put("max_heap_bytes", heap);
        }
        around(json);
    }

    /** What is around the process. */
    void around(JsonText json) {
        put(
                json,
                "container_id",
                ContainerId.of(files.apply("/proc/self/cgroup"), files.apply("/proc/self/mountinfo")));
        String pod = first(POD);
        if (pod == null && environment.containsKey("KUBERNETES_SERVICE_HOST")) {
            pod = environment.get("HOSTNAME");
        }
        put(json, "pod", pod);
        put(json, "namespace", first(NAMESPACE));
        put(json, "region", first(REGION));
        put(json, "zone", first(ZONE));
    }

    private @Nullable String first(List<String> names) {
        for (String name : names) {
            String value = OutsideText.value(environment.get(name));
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static void put(JsonText json, String field, @Nullable String value) {
        String text = OutsideText.value(value);
        if (text != null) {
            json.put(field, text);
        }
    }

    private static String read(String file) {
        try (InputStream in = new FileInputStream(file)) {
            return new String(in.readNBytes(MOST_OF_A_FILE), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
