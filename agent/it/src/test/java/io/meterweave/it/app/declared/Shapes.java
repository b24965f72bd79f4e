package io.meterweave.it.app.declared;

import io.meterweave.api.MeterUsage;
import io.meterweave.api.Model;
import io.meterweave.api.Subject;
import java.util.List;
import java.util.function.Function;

/** Annotated methods in all shapes that methods have. Prints, for each call that is to be metered, its operation and payer. */
public final class Shapes {
    private Shapes() {}

    public static void call() {
        Base base = new Base();
        made("instance", base.instance("acme"));
        made("static", Base.ofClass(1L, 2.0, "acme"));
        made("private", base.callsPrivate("acme"));
        made("synchronized", base.inMonitor("acme"));
        made("synchronized-static", Base.inMonitorOfClass("acme"));
        made("overload", base.overload("acme"));
        base.overload("acme", "is not metered");
        made("void", "acme");
        base.nothing("acme");
        made("primitive", base.primitive("acme", (byte) 1, 'c', 3.0f, true, new long[] {4}) == 5 ? "acme" : "?");
        made("varargs", base.many("acme", "x", "y"));
        Function<String, String> generic = new Generic();
        made("generic", generic.apply("acme"));
        Default implemented = new Default() {};
        made("default", implemented.inInterface("acme"));
        made("interface-static", Default.ofInterface("acme"));
        overrides(base);
        nested(base);
        failing(base);
    }

    private static void overrides(Base base) {
        made("instance", new Inherits().instance("heir"));
        new OverridesPlainly().instance("is not metered");
        made("override", new Overrides().instance("acme"));
        made("instance", new OverridesPlainlyAndCallsSuper().instance("super"));
    }

    private static void nested(Base base) {
        made("inner", "acme");
        made("outer", base.outer("acme"));
        made("recursive", "acme");
        made("recursive", "acme");
        base.recursive("acme", 1);
    }

    private static void failing(Base base) {
        made("failing", "acme");
        try {
            base.failing("acme");
            throw new AssertionError("did not throw");
        } catch (IllegalStateException e) {
            if (!"the application's own".equals(e.getMessage()) || e.getStackTrace()[0].getLineNumber() <= 0) {
                throw new AssertionError(e);
            }
        }
    }

    private static void made(String operation, String subject) {
        System.out.println("made " + operation + " " + subject);
    }

    static class Base {
        @MeterUsage(operation = "instance", model = "m", provider = "p")
        String instance(@Subject String tenant) {
            return tenant;
        }

        @MeterUsage(operation = "static", model = "constant")
        static String ofClass(long first, double second, @Subject String tenant) {
            return tenant;
        }

        String callsPrivate(String tenant) {
            return onlyHere("tiny", tenant);
        }

        @MeterUsage(operation = "private", model = "is overruled")
        private String onlyHere(@Model String model, @Subject String tenant) {
            return tenant;
        }

        @MeterUsage(operation = "synchronized")
        synchronized String inMonitor(@Subject String tenant) {
            return tenant;
        }

        @MeterUsage(operation = "synchronized-static")
        static synchronized String inMonitorOfClass(@Subject String tenant) {
            return tenant;
        }

        @MeterUsage(operation = "overload")
        String overload(@Subject String tenant) {
            return tenant;
        }

        String overload(String tenant, String more) {
            return tenant + more;
        }

        @MeterUsage(operation = "void")
        void nothing(@Subject String tenant) {}

        @MeterUsage(operation = "primitive")
        long primitive(@Subject String tenant, byte b, char c, float f, boolean z, long[] array) {
            return b + array[0];
        }

        @MeterUsage(operation = "varargs")
        String many(@Subject String tenant, String... more) {
            return tenant;
        }

        @MeterUsage(operation = "outer")
        String outer(@Subject String tenant) {
            return inner();
        }

        @MeterUsage(operation = "inner")
        private String inner() {
            return "acme";
        }

        @MeterUsage(operation = "recursive")
        void recursive(@Subject String tenant, int more) {
            if (more > 0) {
                recursive(tenant, more - 1);
            }
        }

        @MeterUsage(operation = "failing")
        String failing(@Subject String tenant) {
            throw new IllegalStateException("the application's own");
        }
    }

    /** Its bridge method carries the annotation, too: javac copies it there. */
    static final class Generic implements Function<String, String> {
        @Override
        @MeterUsage(operation = "generic")
        public String apply(@Subject String tenant) {
            return List.of(tenant).get(0);
        }
    }

    interface Default {
        @MeterUsage(operation = "default")
        default String inInterface(@Subject String tenant) {
            return tenant;
        }

        @MeterUsage(operation = "interface-static")
        static String ofInterface(@Subject String tenant) {
            return tenant;
        }
    }

    static final class Inherits extends Base {}

    static final class OverridesPlainly extends Base {
        @Override
        String instance(String tenant) {
            return tenant;
        }
    }

    static final class OverridesPlainlyAndCallsSuper extends Base {
        @Override
        String instance(String tenant) {
            return super.instance(tenant);
        }
    }

    static final class Overrides extends Base {
        @Override
        @MeterUsage(operation = "override")
        String instance(@Subject String tenant) {
            return super.instance("is the same call");
        }
    }
}
