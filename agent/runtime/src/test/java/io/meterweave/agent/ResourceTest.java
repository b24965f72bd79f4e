package io.meterweave.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.record.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResourceTest {
    private static final String ID = "0123456789abcdef".repeat(4);

    private static String around(Map<String, String> environment, Map<String, String> files) {
        JsonText json = new JsonText().open();
        new Resource(environment, file -> files.getOrDefault(file, "")).around(json);
        return new String(json.close().bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void whatIsNotKnownIsNotTold() {
        assertThat(around(Map.of("HOSTNAME", "laptop", "AWS_REGION", ""), Map.of()))
                .isEqualTo("{}");
    }

    @Test
    void inKubernetesTheHostIsThePodUnlessItIsNamed() {
        Map<String, String> pod = Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "HOSTNAME", "embed-7");
        assertThat(around(pod, Map.of())).isEqualTo("{\"pod\":\"embed-7\"}");
        assertThat(around(Map.of("POD_NAME", "p", "POD_NAMESPACE", "n", "HOSTNAME", "h"), Map.of()))
                .isEqualTo("{\"pod\":\"p\",\"namespace\":\"n\"}");
    }

    @Test
    void regionAndZoneComeFromWhatCloudsSetInTheEnvironment() {
        assertThat(around(Map.of("AWS_DEFAULT_REGION", "us-east-1"), Map.of())).isEqualTo("{\"region\":\"us-east-1\"}");
        assertThat(around(
                        Map.of("GOOGLE_CLOUD_REGION", "europe-west3", "GOOGLE_CLOUD_ZONE", "europe-west3-a"), Map.of()))
                .isEqualTo("{\"region\":\"europe-west3\",\"zone\":\"europe-west3-a\"}");
    }

    @Test
    void hostileAndHugeValuesAreBounded() {
        assertThat(around(
                        Map.of("POD_NAME", "\u001b]0;x\u0007a\u202eb\ud800c\n", "CLOUD_ZONE", "z".repeat(257)),
                        Map.of()))
                .isEqualTo("{\"pod\":\"]0;xabc\"}");
        assertThat(around(Map.of("CLOUD_ZONE", "z".repeat(256)), Map.of())).hasSize("{\"zone\":\"\"}".length() + 256);
        assertThat(around(Map.of("CLOUD_ZONE", "z".repeat(1 << 20)), Map.of())).isEqualTo("{}");
        assertThat(around(Map.of("CLOUD_ZONE", "\u0000\u0001 \t"), Map.of())).isEqualTo("{}");
        assertThat(OutsideText.message("x".repeat(100_000))).hasSize(512);
        assertThat(OutsideText.message("\n")).isEqualTo("unknown");
        assertThat(OutsideText.message("\ud83d\ude00".repeat(3_000)).codePointCount(0, 1024))
                .isEqualTo(512);
    }

    @Test
    void containersAreFoundInBothVersionsOfControlGroups() {
        String told = "{\"container_id\":\"" + ID + "\"}";
        for (String group : new String[] {
            "12:pids:/docker/" + ID,
            "11:memory:/kubepods/besteffort/pod0a1b/" + ID,
            "1:name=systemd:/kubepods.slice/cri-containerd-" + ID + ".scope",
            "0::/system.slice/docker-" + ID + ".scope",
            "3:cpu:/kubepods/pod1:cri-containerd:" + ID,
        }) {
            assertThat(around(Map.of(), Map.of("/proc/self/cgroup", "13:rdma:/\n" + group + "\n")))
                    .as(group)
                    .isEqualTo(told);
        }
        String mounts = "22 1 8:1 / / rw - ext4 /dev/root rw\n" + "712 700 8:1 /var/lib/docker/containers/" + ID
                + "/hostname /etc/hostname rw - ext4 /dev/root rw\n";
        assertThat(around(Map.of(), Map.of("/proc/self/cgroup", "0::/\n", "/proc/self/mountinfo", mounts)))
                .isEqualTo(told);
        assertThat(around(
                        Map.of(),
                        Map.of(
                                "/proc/self/cgroup",
                                "0::/user.slice/user-0.slice/session-1.scope\n",
                                "/proc/self/mountinfo",
                                "712 700 8:1 /sandboxes/" + ID + "/hostname /etc/hostname rw\n")))
                .isEqualTo("{}");
    }

    @Test
    void ownProcessIsTold() {
        JsonText json = new JsonText().open();
        Resource.own().tell(json);
        assertThat(new String(json.close().bytes(), StandardCharsets.UTF_8))
                .contains("\"pid\":" + ProcessHandle.current().pid() + ",")
                .contains("\"jvm_version\":\"" + System.getProperty("java.vm.version") + "\"")
                .contains("\"max_heap_bytes\":" + Runtime.getRuntime().maxMemory());
    }
}
