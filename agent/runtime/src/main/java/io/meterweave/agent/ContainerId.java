package io.meterweave.agent;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The container that this process runs in, as its runtime names it: 64 hexadecimal digits. With version 1 of control groups
 * they end the group's path; with version 2 the path is hidden, and they are part of what the runtime has mounted.
 */
final class ContainerId {
    /** {@code 4:memory:/kubepods/…/cri-containerd-<id>.scope}, {@code …/docker/<id>}, {@code …/libpod-<id>.scope}. */
    private static final Pattern GROUP =
            Pattern.compile("(?m)^[0-9]+:[^:\n]*:[^\n]*?[/:-]([0-9a-f]{64})(?:\\.scope)?$");

    /** {@code … /var/lib/docker/containers/<id>/hostname /etc/hostname …}; Podman says {@code overlay-containers}. */
    private static final Pattern MOUNT =
            Pattern.compile("/(?:overlay-)?containers/([0-9a-f]{64})/[^ \n]*(?:hostname|resolv\\.conf)");

    private ContainerId() {}

    /**
     * Finds the id.
     *
     * @param groups what {@code /proc/self/cgroup} says
     * @param mounts what {@code /proc/self/mountinfo} says
     * @return null outside of a container, or of one that shows nothing
     */
    static @Nullable String of(String groups, String mounts) {
        Matcher group = GROUP.matcher(groups);
        if (group.find()) {
            return group.group(1);
        }
        Matcher mount = MOUNT.matcher(mounts);
        return mount.find() ? mount.group(1) : null;
    }
}
