/** The wizard's pages: what each looks like, and what its keys mean. */
@NullMarked
package io.quorate.tui.pages;

import org.jspecify.annotations.NullMarked;
