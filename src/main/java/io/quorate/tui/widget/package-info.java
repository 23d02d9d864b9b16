/**
 * Small parts of pages: each is an immutable value with {@code handle} and {@code draw}. {@code
 * handle} returns the very same object when a key means nothing to it, so a page can go on to see
 * whether the key means something to the page.
 */
@NullMarked
package io.quorate.tui.widget;

import org.jspecify.annotations.NullMarked;
