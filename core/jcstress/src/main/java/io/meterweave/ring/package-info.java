/** The ring as several threads see it. */
@org.jspecify.annotations.NullMarked
package io.meterweave.ring;
