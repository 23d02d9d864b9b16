package io.quorate.tui;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A program's background work, as a person sees it: what takes longer than a moment is said, stays
 * long enough to be read, and can be stopped. Moved on by ticks.
 *
 * @param jobs what goes on, the oldest first
 * @param now in the program's time, in ms
 * @param sign what is said; null: nothing
 */
public record Busy(List<Job> jobs, long now, @Nullable Sign sign) {

  /** Work that is over sooner is not worth a word. */
  static final long MOMENT = 100;

  /** What was said stays so long. */
  static final long READABLE = 1_000;

  /** How long each picture of the moving sign stays. */
  private static final long TURN = 125;

  private static final String UNICODE_TURNS = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
  private static final String ASCII_TURNS = "|/-\\";

  /**
   * A piece of work.
   *
   * @param effect what was asked for
   * @param words what it is, such as "looking at the nodes"
   * @param stops whether a person may stop it
   * @param stopping whether that was asked for
   * @param since when it began
   */
  public record Job(Object effect, String words, boolean stops, boolean stopping, long since) {}

  /**
   * What is said of the work.
   *
   * @param stops whether some of it can be stopped
   * @param since when the work began that is spoken of
   * @param shown when it was said first
   */
  record Sign(String words, boolean stops, long since, long shown) {}

  public Busy {
    jobs = List.copyOf(jobs);
  }

  /** Nothing goes on. */
  public static Busy idle() {
    return new Busy(List.of(), 0, null);
  }

  public Busy began(Object effect, String words, boolean stops) {
    List<Job> more = new ArrayList<>(jobs);
    more.add(new Job(effect, words, stops, false, now));
    return new Busy(more, now, sign);
  }

  /** A piece of work is over, however it ended. */
  public Busy ended(Object effect) {
    List<Job> others = new ArrayList<>(jobs);
    job(effect, j -> true).ifPresent(others::remove);
    return new Busy(others, now, sign);
  }

  /** Whether this piece of work goes on, and was told to stop. */
  public boolean isStopping(Object effect) {
    return job(effect, Job::stopping).isPresent();
  }

  private Optional<Job> job(Object effect, Predicate<Job> which) {
    return jobs.stream().filter(j -> j.effect().equals(effect)).filter(which).findFirst();
  }

  /** What a person can stop now. */
  public <E> List<E> stoppable(Class<E> kind) {
    return jobs.stream()
        .filter(j -> j.stops() && !j.stopping())
        .map(Job::effect)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  /** All of that was told to stop; it is over when it says so. */
  public Busy stopped() {
    List<Job> others = new ArrayList<>();
    for (Job job : jobs) {
      boolean stops = job.stops() && !job.stopping();
      others.add(
          stops ? new Job(job.effect(), "stopping: " + job.words(), true, true, job.since()) : job);
    }
    return new Busy(others, now, sign);
  }

  /** Time has passed. */
  public Busy at(long millis) {
    Sign last = sign;
    if (jobs.isEmpty()) {
      boolean stays = last != null && millis - last.shown() < READABLE;
      return new Busy(jobs, millis, stays && last != null ? said(last) : null);
    }
    Job oldest = jobs.getFirst();
    if (last == null && millis - oldest.since() < MOMENT) {
      return new Busy(jobs, millis, null);
    }
    String words = oldest.words() + (jobs.size() > 1 ? ", and " + (jobs.size() - 1) + " more" : "");
    long shown = last == null ? millis : last.shown();
    return new Busy(
        jobs, millis, new Sign(words, !stoppable(Object.class).isEmpty(), oldest.since(), shown));
  }

  private static Sign said(Sign last) {
    return new Sign(last.words(), false, last.since(), last.shown());
  }

  /** Whether the picture moves by itself. */
  public boolean moves() {
    return sign != null || !jobs.isEmpty();
  }

  /** Draws the sign into a line; nothing while there is nothing to say. */
  public void draw(Canvas canvas, int y) {
    Sign shown = sign;
    if (shown == null) {
      return;
    }
    String turns = canvas.glyphs().unicode() ? UNICODE_TURNS : ASCII_TURNS;
    char turn = turns.charAt((int) (now / TURN % turns.length()));
    long seconds = (now - shown.since()) / 1000;
    String time = seconds < 2 ? "" : "  " + seconds + " s";
    String words =
        Columns.cut(shown.words(), canvas.width() - 28, canvas.glyphs().ellipsis()) + time;
    int x = canvas.text(2, y, " " + turn + " " + words + " ", Style.BUSY);
    if (shown.stops()) {
      x = canvas.text(x, y, " ^X", Style.KEY);
      canvas.text(x, y, " cancels ", Style.DIM);
    }
  }

  /** Whether the key stops something now. */
  public boolean isStoppedBy(KeyPress key) {
    return key.ctrl()
        && key.key() == KeyPress.Key.CHARACTER
        && key.character() == 'x'
        && !stoppable(Object.class).isEmpty();
  }
}
