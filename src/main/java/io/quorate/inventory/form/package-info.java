/**
 * The forms of an inventory beside its own: what other tools read and write, and how they say what
 * they cannot say.
 */
@NullMarked
package io.quorate.inventory.form;

import org.jspecify.annotations.NullMarked;
