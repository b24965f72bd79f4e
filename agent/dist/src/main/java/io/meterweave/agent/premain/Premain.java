package io.meterweave.agent.premain;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/**
 * Where the JVM enters the agent jar: as {@code -javaagent}, as an agent that is attached, and as a program for the command
 * line. Loads all the rest in
 * an {@link IsolatedLoader}. Nothing that goes wrong here keeps the host from starting.
 */
public final class Premain {
    private Premain() {}

    /** Called by the JVM before the application's {@code main}. */
    public static void premain(String arguments, Instrumentation instrumentation) {
        try {
            if (isJdkTool()) {
                return;
            }
            load("io.meterweave.agent.AgentStart")
                    .getMethod("start", String.class, Instrumentation.class)
                    .invoke(null, arguments, instrumentation);
        } catch (Throwable e) {
            Throwable cause = e instanceof InvocationTargetException && e.getCause() != null ? e.getCause() : e;
            System.err.println("meterweave: did not start: " + cause + "; the application runs, and is NOT metered");
        }
    }

    /** Called by the JVM where the agent is loaded while the application runs; see {@code attach} of the command line. */
    public static void agentmain(String arguments, Instrumentation instrumentation) {
        try {
            load("io.meterweave.agent.AgentStart")
                    .getMethod("attach", String.class, Instrumentation.class)
                    .invoke(null, arguments, instrumentation);
        } catch (Throwable e) {
            // Thrown on, it would be a stack trace on the application's stderr.
            Throwable cause = e instanceof InvocationTargetException && e.getCause() != null ? e.getCause() : e;
            System.err.println("meterweave: did not start: " + cause + "; the application runs, and is NOT metered");
        }
    }

    /** The command line. */
    public static void main(String[] arguments) throws Throwable {
        try {
            Class<?> main = load("io.meterweave.cli.Main");
            Thread.currentThread().setContextClassLoader(main.getClassLoader());
            main.getMethod("main", String[].class).invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** javac, jcmd, keytool and the like inherit JAVA_TOOL_OPTIONS from a shell, and never infer anything. */
    private static boolean isJdkTool() {
        String module = System.getProperty("jdk.module.main");
        if (module == null || !(module.startsWith("jdk.") || module.startsWith("java."))) {
            return false;
        }
        // `java Program.java` runs the application inside the compiler's launcher.
        String command = System.getProperty("sun.java.command", "");
        return !command.startsWith("jdk.compiler/com.sun.tools.javac.launcher.");
    }

    private static Class<?> load(String name) throws Exception {
        File jar = new File(Premain.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return new IsolatedLoader(jar).loadClass(name);
    }
}
