/** The journeys as pure state: pages, fields, validation messages, what is next. */
@NullMarked
package io.quorate.wizard;

import org.jspecify.annotations.NullMarked;
