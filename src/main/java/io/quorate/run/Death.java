package io.quorate.run;

import java.time.Instant;

/**
 * The end of a run whose process is gone without the run's last word.
 *
 * @param seen when it was first noticed; it may have happened long before
 */
public record Death(Instant seen, ProcessDeath why) {}
