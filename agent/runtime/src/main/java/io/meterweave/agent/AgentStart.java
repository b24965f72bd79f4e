package io.meterweave.agent;

import io.meterweave.plugin.Plugin;
import io.meterweave.plugin.RequestRule;
import io.meterweave.plugin.RequestWork;
import io.meterweave.plugin.Unattributed;
import io.meterweave.plugin.api.ApiPlugin;
import io.meterweave.plugin.declared.DeclaredPlugin;
import io.meterweave.plugin.djl.DjlPlugin;
import io.meterweave.plugin.eventloops.EventLoopsPlugin;
import io.meterweave.plugin.executors.ExecutorsPlugin;
import io.meterweave.plugin.forkjoin.ForkJoinPlugin;
import io.meterweave.plugin.futures.FuturesPlugin;
import io.meterweave.plugin.jdkhttp.JdkHttpPlugin;
import io.meterweave.plugin.langchain4j.LangChain4jPlugin;
import io.meterweave.plugin.nettyhttp.NettyHttpPlugin;
import io.meterweave.plugin.onnxruntime.OnnxRuntimePlugin;
import io.meterweave.plugin.opentelemetry.OpenTelemetryPlugin;
import io.meterweave.plugin.reactor.ReactorPlugin;
import io.meterweave.plugin.servlet.ServletPlugin;
import io.meterweave.plugin.springai.SpringAiPlugin;
import io.meterweave.plugin.threads.ThreadsPlugin;
import java.io.File;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Starts the agent: checks the configuration, arms the dispatcher and installs the transformer. No file is written, no
 * thread started and no big library loaded before a class shows up that is to be metered.
 */
public final class AgentStart {
    /** This agent's version. */
    public static final String VERSION = "0.1.0";

    private static final List<Plugin> PLUGINS = List.of(
            new ApiPlugin(),
            new DeclaredPlugin(),
            new OnnxRuntimePlugin(),
            new DjlPlugin(),
            new LangChain4jPlugin(),
            new SpringAiPlugin());

    /** What carries context through the JDK; woven with the first class of the above. */
    private static final List<Plugin> HANDING_OFF =
            List.of(new ExecutorsPlugin(), new FuturesPlugin(), new ForkJoinPlugin(), new ThreadsPlugin());

    /** The same, of libraries; and what says in which span a call is made. */
    private static final List<Plugin> LIBRARIES_HANDING_OFF =
            List.of(new EventLoopsPlugin(), new ReactorPlugin(), new OpenTelemetryPlugin());

    /** Servers, whose requests say who pays; only where they are to be asked. */
    private static final List<Plugin> SERVERS =
            List.of(new JdkHttpPlugin(), new ServletPlugin(), new NettyHttpPlugin());

    private AgentStart() {}

    /** The libraries that this agent knows. */
    public static List<Plugin> plugins() {
        return PLUGINS;
    }

    /** Called by the agent jar's premain, before the application's {@code main}. */
    public static void start(@Nullable String arguments, Instrumentation instrumentation) {
        AttachAnswer unused = begin(arguments == null ? "" : arguments, instrumentation, new Complaints(), false);
    }

    /**
     * Called by the agent jar's agentmain, in an application that runs. When it returns, every call of a class that was
     * loaded before is metered. How it went is told to {@code attach}.
     *
     * @param arguments {@link AttachAnswer#request}; or the settings alone, where another program loads the agent
     */
    public static void attach(@Nullable String arguments, Instrumentation instrumentation) {
        String all = arguments == null ? "" : arguments;
        String id = AttachAnswer.requestId(all);
        List<String> remarks = new CopyOnWriteArrayList<>();
        Complaints complaints = new Complaints(remarks);
        AttachAnswer answer = begin(AttachAnswer.settings(all), instrumentation, complaints, true);
        if (id != null) {
            try {
                ModuleOpens.grantAgentProperties(instrumentation);
                AgentProperties.put(answer.with(remarks).text(id));
            } catch (ReflectiveOperationException | RuntimeException | Error e) {
                complaints.accept("cannot answer the attach command: " + e + "; see what was said before");
            }
        }
    }

    private static AttachAnswer begin(
            String arguments, Instrumentation instrumentation, Complaints complaints, boolean underLoad) {
        String refusal = Dispatcher.refusal();
        if (refusal != null) {
            complaints.accept(refusal);
            return AttachAnswer.of(AttachAnswer.Status.REFUSED);
        }
        AgentConfig config;
        try {
            config = AgentConfig.of(
                    ConfigSources.gather(arguments, System.getProperties(), System.getenv()), HostName.get());
            config.requests().begin(complaints);
        } catch (ConfigException e) {
            e.errors().forEach(complaints);
            complaints.accept("the configuration is wrong; the application runs, and is NOT metered");
            return AttachAnswer.of(AttachAnswer.Status.CONFIGURATION);
        }
        Unattributed.tag(config.unattributed());
        ModuleOpens.grant(instrumentation);
        Pipeline pipeline = new Pipeline(config, complaints);
        HandOffs handOffs = new HandOffs(HANDING_OFF, LIBRARIES_HANDING_OFF, instrumentation, complaints);
        Weaver weaver = new Weaver(wanted(config.requests().rule()), pipeline, handOffs, complaints);
        try {
            Dispatcher.arm(weaver.linker());
        } catch (Throwable e) {
            complaints.accept("the JVM refused the dispatcher: " + e + "; the application runs, and is NOT metered");
            return AttachAnswer.of(AttachAnswer.Status.REFUSED);
        }
        instrumentation.addTransformer(weaver, true);
        LoadedClasses loaded = new LoadedClasses(instrumentation, weaver, complaints);
        if (!underLoad) {
            loaded.weave();
            return AttachAnswer.of(AttachAnswer.Status.METERING);
        }
        loaded.weaveUnderLoad();
        return answer(config.dir(), weaver.woven(), pipeline.failed());
    }

    private static List<Plugin> wanted(RequestRule requests) {
        if (!requests.asks()) {
            return PLUGINS;
        }
        RequestWork.by(requests);
        List<Plugin> all = new ArrayList<>(SERVERS);
        all.addAll(PLUGINS);
        return all;
    }

    private static AttachAnswer answer(File dir, Set<String> woven, boolean failed) {
        AttachAnswer.Status status = failed ? AttachAnswer.Status.REFUSED : AttachAnswer.Status.METERING;
        return new AttachAnswer(status, dir.toPath().toAbsolutePath().toString(), List.copyOf(woven), List.of());
    }
}
