/**
 * The settings: each one's declaration, what a text means for it, and the inventory that follows
 * from all of them.
 */
@NullMarked
package io.quorate.inventory.setting;

import org.jspecify.annotations.NullMarked;
