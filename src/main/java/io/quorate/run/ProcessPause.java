package io.quorate.run;

/**
 * That a run's process was stopped by a signal, or goes on again.
 *
 * @param pid its number
 * @param over whether it goes on
 */
public record ProcessPause(long pid, boolean over) {

  /** What happened, and what can be done about it. */
  public String sentence() {
    return over
        ? "The run's process goes on again."
        : "The run stands still: its process "
            + pid
            + " was stopped by a signal (SIGSTOP, or Ctrl-Z). `kill -CONT "
            + pid
            + "` lets it go on; steps that it has begun on nodes go on meanwhile.";
  }
}
