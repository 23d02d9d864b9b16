/** Simulated nodes, which answer as real ones would. */
@NullMarked
package io.quorate.node.rehearsal;

import org.jspecify.annotations.NullMarked;
