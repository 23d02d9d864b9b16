/**
 * One journey from an inventory to a verified cluster: connect, probe, plan, hand over to the run,
 * follow it.
 */
@NullMarked
package io.quorate.journey;

import org.jspecify.annotations.NullMarked;
