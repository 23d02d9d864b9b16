/**
 * What the machines were found to be: immutable values that a probe fills and recipes decide on.
 */
@NullMarked
package io.quorate.plan.facts;

import org.jspecify.annotations.NullMarked;
