/**
 * Runs as a person sees them: followed while they go on, attached to, replayed, listed and
 * reported.
 */
@NullMarked
package io.quorate.cli.run;

import org.jspecify.annotations.NullMarked;
