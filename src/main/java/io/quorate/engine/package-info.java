/**
 * Runs a plan on a fleet: scheduling, retries, the journal, the run lock, the run's own process and
 * its clients.
 */
@NullMarked
package io.quorate.engine;

import org.jspecify.annotations.NullMarked;
