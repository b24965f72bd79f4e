package io.meterweave.it.app;

import java.lang.management.ManagementFactory;
import java.security.Provider;
import java.security.Security;
import javax.management.ObjectName;

/**
 * {@code KafkaHost <life> <threads> <calls>}: {@link Ack} in an application that has a Kafka client of its own. Told to end,
 * it says which version that is, and what it can see of another's.
 */
public final class KafkaHost {
    private KafkaHost() {}

    public static void main(String[] args) throws Exception {
        Ack.main(args);
        Class<?> own = Class.forName("org.apache.kafka.common.utils.AppInfoParser");
        System.out.println("own=" + own.getMethod("getVersion").invoke(null));
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("kafka")) {
                ClassLoader loader = thread.getContextClassLoader();
                System.out.println("thread=" + thread.getName() + ", daemon " + thread.isDaemon() + ", in "
                        + thread.getThreadGroup().getName() + ", with "
                        + (loader == null ? "none" : loader.getName()));
            }
        }
        System.out.println(
                "mbeans=" + ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName("kafka.*:*"), null));
        for (Provider provider : Security.getProviders()) {
            ClassLoader loader = provider.getClass().getClassLoader();
            if (loader != null && String.valueOf(loader.getName()).startsWith("meterweave")) {
                System.out.println("provider=" + provider.getName());
            }
        }
    }
}
