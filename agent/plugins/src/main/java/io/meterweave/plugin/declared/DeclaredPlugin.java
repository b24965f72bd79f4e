package io.meterweave.plugin.declared;

import static io.meterweave.plugin.MethodShape.method;

import io.meterweave.plugin.AnnotatedHook;
import io.meterweave.plugin.AnnotatedMethod;
import io.meterweave.plugin.Hook;
import io.meterweave.plugin.Plugin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Meters what the application declares by {@code io.meterweave.api}: methods that are {@code @MeterUsage}, and {@code
 * Meter.record}.
 */
public final class DeclaredPlugin implements Plugin, AnnotatedHook {
    private static final String API = "io.meterweave.api.";
    private static final String PACKAGE = "io.meterweave.plugin.declared.";
    private static final String NO_READER = API + "UsageReader";
    private static final String STRING = "Ljava/lang/String;";
    private static final int MOST_BYTES = 256;

    @Override
    public String name() {
        return "declared";
    }

    @Override
    public List<Hook> hooks() {
        return List.of(
                Hook.on(API + "Meter", Hook.Need.OPTIONAL, PACKAGE + "RecordAdvice", method("record", API + "Usage")));
    }

    @Override
    public List<AnnotatedHook> annotatedHooks() {
        return List.of(this);
    }

    @Override
    public String annotation() {
        return API + "MeterUsage";
    }

    @Override
    public Weave weave(AnnotatedMethod method) {
        if (!method.hasCode()) {
            throw new IllegalArgumentException(
                    "has no body to meter: put @MeterUsage on the methods that implement it, which do not inherit it");
        }
        int subject = parameter(method, "Subject");
        int model = parameter(method, "Model");
        boolean remote = method.text("remote").equals("true");
        String engineCalls = method.text("engineCalls");
        if (remote && !engineCalls.isEmpty()) {
            throw new IllegalArgumentException(
                    "is remote and declares engineCalls, but engine calls are not remote: leave one out");
        }
        String reader = method.text("reader");
        boolean reads = !reader.isEmpty() && !reader.equals(NO_READER);
        String declaration = String.join(
                "\n",
                method.signature(),
                text(method, "operation"),
                text(method, "provider"),
                text(method, "model"),
                remote ? "REMOTE" : "LOCAL",
                engineCalls.isEmpty() ? "UNDECLARED" : engineCalls,
                subject < 0 ? "" : "subject",
                reads ? reader : "");
        if (mayReturnLater(method.descriptor())) {
            return new Weave(PACKAGE + "ResultAdvice", declaration, subject, model, reads, true);
        }
        return new Weave(PACKAGE + "MethodAdvice", declaration, subject, model, reads, reads);
    }

    /** Whether what the method returns may be an object that has its results later. */
    private static boolean mayReturnLater(String descriptor) {
        String type = descriptor.substring(descriptor.indexOf(')') + 1);
        return type.startsWith("L") && !type.equals(STRING);
    }

    private static String text(AnnotatedMethod method, String value) {
        String text = method.text(value);
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "has a " + value + " of " + bytes + " bytes: shorten it to " + MOST_BYTES + " bytes of UTF-8");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("has a " + value + " with control characters: leave them out");
        }
        return text;
    }

    /** The number of the one parameter that carries the annotation; negative where none does. */
    private static int parameter(AnnotatedMethod method, String annotation) {
        List<String> types = parameterTypes(method.descriptor());
        int found = -1;
        for (int i = 0; i < method.parameters().size(); i++) {
            if (method.parameters().get(i).contains(API + annotation)) {
                if (found >= 0) {
                    throw new IllegalArgumentException(
                            "has two parameters that are @" + annotation + ": leave it on one of them");
                }
                if (!types.get(i).equals(STRING)) {
                    throw new IllegalArgumentException("has a parameter that is @" + annotation
                            + " and no String: give it a String, or say it by a UsageReader");
                }
                found = i;
            }
        }
        return found;
    }

    private static List<String> parameterTypes(String descriptor) {
        List<String> types = new ArrayList<>();
        int from = 1;
        for (int at = 1; descriptor.charAt(at) != ')'; at++) {
            if (descriptor.charAt(at) == 'L') {
                at = descriptor.indexOf(';', at);
            }
            if (descriptor.charAt(at) != '[') {
                types.add(descriptor.substring(from, at + 1));
                from = at + 1;
            }
        }
        return types;
    }
}
