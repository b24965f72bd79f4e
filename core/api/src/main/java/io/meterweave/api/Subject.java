package io.meterweave.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a parameter of a {@link MeterUsage} method, of type String: who pays for the call, and for all that is metered in it, as
 * if the method's body stood in {@link MeterContext#open(String)}. So a subject that is null, empty or too long is counted as
 * {@code refused_subject}, and nobody pays: not whom the caller works for.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Subject {}
