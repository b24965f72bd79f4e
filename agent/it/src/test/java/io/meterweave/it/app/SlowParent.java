package io.meterweave.it.app;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A program in which {@code MeterContext} is being defined from before the agent comes until half a second after it has: its
 * class file has passed the agents, and the JVM waits for its superclass, which is this. Then it reads a line, opens a
 * scope, and prints the class of what it got.
 */
public class SlowParent {
    private static final String CONTEXT = "io.meterweave.api.MeterContext";

    protected SlowParent() {}

    public static void main(String[] args) throws Exception {
        Class<?> context = new Loader().loadClass(CONTEXT);
        System.out.println("running");
        System.in.read();
        System.out.println(context.getMethod("open", String.class)
                .invoke(null, "acme")
                .getClass()
                .getSimpleName());
    }

    private static final class Loader extends ClassLoader {
        Loader() {
            super(SlowParent.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            try {
                if (name.equals(CONTEXT)) {
                    byte[] bytes = withSlowParent();
                    return defineClass(name, bytes, 0, bytes.length);
                }
                if (name.equals(SlowParent.class.getName())) {
                    System.out.println("defining");
                    while (!agentHasCome()) {
                        Thread.sleep(1);
                    }
                    Thread.sleep(500); // The later the class is there, the surer whoever does not wait misses it.
                }
                return super.loadClass(name, resolve);
            } catch (ClassNotFoundException e) {
                throw e;
            } catch (Exception e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** The class file says whose subclass it is by one name in its constant pool. */
    private static byte[] withSlowParent() throws Exception {
        byte[] bytes;
        try (InputStream in =
                SlowParent.class.getClassLoader().getResourceAsStream(CONTEXT.replace('.', '/') + ".class")) {
            bytes = in.readAllBytes();
        }
        byte[] object = constant("java/lang/Object");
        int at = 0;
        while (!Arrays.equals(bytes, at, at + object.length, object, 0, object.length)) {
            at++;
        }
        ByteArrayOutputStream patched = new ByteArrayOutputStream();
        patched.write(bytes, 0, at);
        patched.write(constant(SlowParent.class.getName().replace('.', '/')));
        patched.write(bytes, at + object.length, bytes.length - at - object.length);
        return patched.toByteArray();
    }

    private static byte[] constant(String name) {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        byte[] constant = new byte[3 + text.length];
        constant[0] = 1; // CONSTANT_Utf8
        constant[2] = (byte) text.length;
        System.arraycopy(text, 0, constant, 3, text.length);
        return constant;
    }

    private static boolean agentHasCome() {
        try {
            Class.forName("java.lang.MeterweaveDispatch", false, null);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
