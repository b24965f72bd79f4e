package io.meterweave.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Under Meterweave's agent. */
final class MeteredRig implements Rig {
    private final Place place;
    private final String options;
    private final String classPath;
    private final Path dir;
    private final boolean memory;

    private MeteredRig(Place place, String options, String classPath) {
        this.place = place;
        this.options = options.isEmpty() ? "" : "," + options;
        this.classPath = classPath;
        this.dir = place.work().resolve("usage");
        this.memory = options.contains("journal=memory");
    }

    /**
     * With the stub.
     *
     * @param options the agent's, beside where it writes
     */
    static MeteredRig stub(Place place, String options) {
        return new MeteredRig(place, options, place.stub());
    }

    /** With the real library. */
    static MeteredRig library(Place place) throws IOException {
        return new MeteredRig(place, "", place.with(jar -> jar.startsWith("onnxruntime")));
    }

    @Override
    public String java() {
        return place.jdk().java();
    }

    @Override
    public List<String> arguments() {
        return List.of("-javaagent:" + place.agent() + "=dir=" + dir + options, "-Dbench.usage=" + dir);
    }

    @Override
    public String classPath() {
        return classPath;
    }

    /** Of a journal in memory nothing is left but what was exported. */
    @Override
    public Arrivals arrivals(Map<String, Long> told) throws IOException, InterruptedException {
        return memory ? Arrivals.exported(dir.resolve("export")) : Arrivals.dump(java(), place.agent(), dir);
    }
}
