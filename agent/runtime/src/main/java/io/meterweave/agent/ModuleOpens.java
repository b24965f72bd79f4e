package io.meterweave.agent;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;

/** Opens to this agent's own loader, and to nobody else, what it and Chronicle need of java.base. */
final class ModuleOpens {
    private ModuleOpens() {}

    /** For {@link AgentProperties}; only where somebody waits for an answer. */
    static void grantAgentProperties(Instrumentation instrumentation) {
        instrumentation.redefineModule(
                Object.class.getModule(),
                Set.of(),
                Map.of("jdk.internal.vm", Set.of(ModuleOpens.class.getModule())),
                Map.of(),
                Set.of(),
                Map.of());
    }

    static void grant(Instrumentation instrumentation) {
        Set<Module> ours = Set.of(ModuleOpens.class.getModule());
        instrumentation.redefineModule(
                Object.class.getModule(),
                Set.of(),
                Map.of(),
                Map.of(
                        "java.lang", ours,
                        "java.lang.reflect", ours,
                        "sun.nio.ch", ours,
                        "jdk.internal.ref", ours),
                Set.of(),
                Map.of());
    }
}
