/** The background work of the wizards: what their pages want to know, asked of the use cases. */
@NullMarked
package io.quorate.journey;

import org.jspecify.annotations.NullMarked;
