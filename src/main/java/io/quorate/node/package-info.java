/** A node, whether by SSH or simulated, and what it answers when it is asked about itself. */
@NullMarked
package io.quorate.node;

import org.jspecify.annotations.NullMarked;
