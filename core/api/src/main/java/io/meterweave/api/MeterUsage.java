package io.meterweave.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has each call of a method of the application's own metered as one inference: one usage record, with what the calls to
 * models inside of it used.
 *
 * <pre>{@code
 * @MeterUsage(operation = "embeddings", model = "minilm")
 * float[] embed(@Subject String tenant, String text) { … session.run(…) … }
 * }</pre>
 *
 * <p>The record has the method's wall time and outcome, and of the metered calls inside, on this thread and on those that it
 * hands work to, the tokens, items and device time; what the annotation or its {@link #reader()} says comes before that.
 * Calls inside are part of the record if they are of the same locality ({@link #remote()}). Those of the other locality, and
 * annotated methods inside, have records of their own, which name this one as their parent: nothing is in two records.
 *
 * <p>Without the agent the annotation does nothing. With it, methods with a body are metered, of classes and interfaces, of
 * any visibility, static or not. What overrides the method is not, unless it carries the annotation itself; if both do, and
 * one calls the other on the same object, that is one call. A wrong use is said once on stderr, with the method's name, and
 * the method is left as it is.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface MeterUsage {
    /**
     * What is done: {@code chat}, {@code embeddings}, {@code generate_content}, … (OpenTelemetry's {@code
     * gen_ai.operation.name}), at most 256 bytes of UTF-8. Empty: what the first call inside says.
     */
    String operation() default "";

    /** Who runs the model, at most 256 bytes of UTF-8. Empty: what the first call inside says. */
    String provider() default "";

    /**
     * The model that is asked for, at most 256 bytes of UTF-8. Empty: what the first call inside says. A parameter that is a
     * {@link Model} comes before it.
     */
    String model() default "";

    /** Whether the model runs at a provider, over the network, and not in this JVM. */
    boolean remote() default false;

    /** What several engine calls inside of one call mean; says how their tokens become the record's. */
    EngineCalls engineCalls() default EngineCalls.UNDECLARED;

    /** Reads usage from the arguments and the result. {@link UsageReader} itself: nothing reads. */
    Class<? extends UsageReader> reader() default UsageReader.class;
}
