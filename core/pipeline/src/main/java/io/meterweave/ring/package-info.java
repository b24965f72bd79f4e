/**
 * What the application's threads write to: memory-mapped files that outlive a {@code kill -9}.
 *
 * <p>Memory-ordering words as the JDK's {@link java.lang.invoke.VarHandle} defines them: <em>acquire</em> and
 * <em>release</em> pair up to publish a record, <em>plain</em> is used by a stripe's owner on what only it touches, and
 * <em>opaque</em> where only the value's age is at stake.
 */
package io.meterweave.ring;
