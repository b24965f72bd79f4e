package io.meterweave.agent;

import io.meterweave.plugin.Plugin;
import io.meterweave.plugin.api.ApiPlugin;
import io.meterweave.plugin.onnxruntime.OnnxRuntimePlugin;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts the agent: checks the configuration, arms the dispatcher and installs the transformer. No file is written, no
 * thread started and no big library loaded before a class shows up that is to be metered.
 */
public final class AgentStart {
    /** This agent's version. */
    public static final String VERSION = "0.1.0";

    private static final List<Plugin> PLUGINS = List.of(new ApiPlugin(), new OnnxRuntimePlugin());

    private AgentStart() {}

    /** Called by the agent jar's premain. */
    public static void start(@Nullable String arguments, Instrumentation instrumentation) {
        Complaints complaints = new Complaints();
        String refusal = Dispatcher.refusal();
        if (refusal != null) {
            complaints.accept(refusal);
            return;
        }
        AgentConfig config;
        try {
            config = AgentConfig.of(
                    ConfigSources.gather(arguments == null ? "" : arguments, System.getProperties(), System.getenv()),
                    HostName.get());
        } catch (ConfigException e) {
            e.errors().forEach(complaints);
            complaints.accept("the configuration is wrong; the application runs, and is NOT metered");
            return;
        }
        ModuleOpens.grant(instrumentation);
        Pipeline pipeline = new Pipeline(config, complaints);
        Weaver weaver = new Weaver(PLUGINS, pipeline, complaints);
        try {
            Dispatcher.arm(weaver.linker());
        } catch (Throwable e) {
            complaints.accept("the JVM refused the dispatcher: " + e + "; the application runs, and is NOT metered");
            return;
        }
        instrumentation.addTransformer(weaver, true);
        weaveLoaded(instrumentation, weaver, complaints);
    }

    /** Classes that another agent has loaded before this one started; one by one, so that each fails alone. */
    private static void weaveLoaded(Instrumentation instrumentation, Weaver weaver, Complaints complaints) {
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (weaver.wants(type.getName())) {
                try {
                    instrumentation.retransformClasses(type);
                } catch (UnmodifiableClassException | RuntimeException | Error e) {
                    complaints.accept("loaded but not woven: " + type.getName() + ": " + e + "; it is NOT metered");
                }
            }
        }
    }
}
