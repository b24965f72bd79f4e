package io.meterweave.agent;

import java.util.Properties;

/**
 * The JVM's agent properties: what an agent leaves there, the attach API reads. Unlike system properties they are no
 * business of the application's, and unlike a file they cross containers.
 */
public final class AgentProperties {
    /** Under which name the answer to {@code attach} lies; see {@link AttachAnswer#text}. */
    public static final String ANSWER = "io.meterweave.attach";

    private AgentProperties() {}

    /** Needs {@link ModuleOpens#grantAgentProperties}. */
    static void put(String answer) throws ReflectiveOperationException {
        Properties properties = (Properties) Class.forName("jdk.internal.vm.VMSupport", true, null)
                .getMethod("getAgentProperties")
                .invoke(null);
        if (properties == null) {
            throw new NoSuchFieldException("the JVM has no agent properties");
        }
        properties.setProperty(ANSWER, answer);
    }
}
