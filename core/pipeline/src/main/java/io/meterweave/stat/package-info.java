/** What epochs are doing, read from their files without touching them. */
@NullMarked
package io.meterweave.stat;

import org.jspecify.annotations.NullMarked;
