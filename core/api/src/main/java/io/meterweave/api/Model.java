package io.meterweave.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a parameter of a {@link MeterUsage} method, of type String: the model that is asked for, 1 to 256 bytes of UTF-8. Null or
 * empty: {@link MeterUsage#model()}. One that is too long is not cut, but counted as {@code refused_model} and left out.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Model {}
