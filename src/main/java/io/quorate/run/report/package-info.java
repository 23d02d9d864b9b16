/** A finished run as one page that stands alone. */
@NullMarked
package io.quorate.run.report;

import org.jspecify.annotations.NullMarked;
