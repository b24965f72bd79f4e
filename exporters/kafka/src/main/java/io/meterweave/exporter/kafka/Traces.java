package io.meterweave.exporter.kafka;

import java.lang.management.ManagementFactory;
import java.security.Provider;
import java.security.Security;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * What a producer leaves in parts of the JVM that belong to the application, whatever it is configured with: an MBean
 * with its version, and a security provider for servers, which the application's own Kafka would find first. Only what was
 * loaded with this copy of Kafka is removed. Its provider of SCRAM has to stay: each connection asks for it.
 */
final class Traces {
    private static final ClassLoader OURS = KafkaProducer.class.getClassLoader();

    private Traces() {}

    static void remove() {
        try {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            Set<ObjectName> names = server.queryNames(new ObjectName("kafka.producer:type=app-info,*"), null);
            for (ObjectName name : names) {
                if (server.getClassLoaderFor(name) == OURS) {
                    server.unregisterMBean(name);
                }
            }
        } catch (JMException | SecurityException e) {
            // It stays: a name in a list.
        }
        for (Provider provider : Security.getProviders()) {
            if (provider.getClass().getClassLoader() == OURS
                    && provider.getClass().getSimpleName().startsWith("PlainSaslServer")) {
                Security.removeProvider(provider.getName());
            }
        }
    }
}
