package io.quorate.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronScheduleTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 */6 * * *",
        "*/15 0-23/2 1,15 jan-mar MON-FRI",
        "59 23 31 12 7",
        "0 0 29 2 *",
        "0 0 31 2 1",
        "@daily",
        " @weekly "
      })
  void takesWhatCronTakes(String schedule) {
    assertThat(CronSchedule.fault(schedule)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          @reboot       | Of such words, @hourly, @daily, @weekly, @monthly and @yearly are understood here.
          @Daily        | Of such words, @hourly, @daily, @weekly, @monthly and @yearly are understood here.
          0 0 * *       | It has 4 fields, not 5.
          0 0 * * * sh  | It has 6 fields, not 5.
          60 * * * *    | "60" is outside of 0 to 59, what a minute can be.
          * 24 * * *    | "24" is outside of 0 to 23, what an hour can be.
          * * 0 * *     | "0" is outside of 1 to 31, what a day of month can be.
          * * * 5-2 *   | "5-2" is outside of 1 to 12, what a month can be.
          * * * * mo    | "mo" is outside of 0 to 7, what a day of week can be.
          5/10 * * * *  | "5/10" is not a minute.
          */0 * * * *   | "*/0" is outside of 0 to 59, what a minute can be.
          1, * * * *    | "" is not a minute.
          0 0 31 2 */2  | Its day of month is never reached in its month.
          0 0 L * *     | "L" is outside of 1 to 31, what a day of month can be.
          0 0 * * 5#2   | "5#2" is not a day of week.
          0 0 31 2 *    | Its day of month is never reached in its month.
          $(id) * * * * | "$(id)" is not a minute.
          """)
  void saysWhatIsWrong(String schedule, String fault) {
    assertThat(CronSchedule.fault(schedule)).isEqualTo(fault);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 */6 * * *       | *-*-* 00,06,12,18:00:00
          30 */4 * * *      | *-*-* 00,04,08,12,16,20:30:00
          * * * * *         | *-*-* *:*:00
          */15 * * * *      | *-*-* *:00,15,30,45:00
          5-20/5 3 * * *    | *-*-* 03:05,10,15,20:00
          0 22-23,1 * * *   | *-*-* 01,22,23:00:00
          0 3 1,15 * *      | *-*-01,15 03:00:00
          0 3 * jan,Jul *   | *-01,07-* 03:00:00
          0 3 * 2-4 *       | *-02,03,04-* 03:00:00
          0 3 * * mon-FRI   | Mon,Tue,Wed,Thu,Fri *-*-* 03:00:00
          0 3 * * 0         | Sun *-*-* 03:00:00
          0 3 * * 7         | Sun *-*-* 03:00:00
          0 3 * * 5-7       | Fri,Sat,Sun *-*-* 03:00:00
          0 3 * * 0-7       | *-*-* 03:00:00
          0 3 * * 1-7       | *-*-* 03:00:00
          0 3 29 2 *        | *-02-29 03:00:00
          @hourly           | *-*-* *:00:00
          @daily            | *-*-* 00:00:00
          @midnight         | *-*-* 00:00:00
          @weekly           | Sun *-*-* 00:00:00
          @monthly          | *-*-01 00:00:00
          @yearly           | *-01-01 00:00:00
          @annually         | *-01-01 00:00:00
          """)
  void isTranslatedForTimers(String schedule, String calendar) {
    assertThat(CronSchedule.of(schedule).calendar()).containsExactly(calendar);
  }

  @Test
  void aDayThatFitsEitherFieldIsTakenUnlessOneBeginsWithAStar() {
    assertThat(CronSchedule.of("0 3 1 * mon").calendar())
        .containsExactly("*-*-01 03:00:00", "Mon *-*-* 03:00:00");
    assertThat(CronSchedule.of("0 3 */2 * mon").calendar())
        .containsExactly("Mon *-*-01,03,05,07,09,11,13,15,17,19,21,23,25,27,29,31 03:00:00");
    assertThat(CronSchedule.of("0 3 1-7 * */2").calendar())
        .containsExactly("Tue,Thu,Sat,Sun *-*-01,02,03,04,05,06,07 03:00:00");
    assertThat(CronSchedule.of("0 3 31 2 1").calendar())
        .as("a day that its month does not have")
        .containsExactly("Mon *-02-* 03:00:00");
  }

  @Test
  void whatIsNoScheduleHasNoMoments() {
    assertThatThrownBy(() -> CronSchedule.of("0 0 * *"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("It has 4 fields, not 5.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 */6 * * *   | 2026-10-01T12:00    | 2026-10-01T06:00
          0 */6 * * *   | 2026-10-01T12:00:01 | 2026-10-01T12:00
          0 */6 * * *   | 2026-10-01T00:00    | 2026-09-30T18:00
          30 3 * * *    | 2026-10-01T03:29    | 2026-09-30T03:30
          10,40 3 * * * | 2026-10-01T03:35    | 2026-10-01T03:10
          40 2,5 * * *  | 2026-10-01T05:10    | 2026-10-01T02:40
          0 3 * * 1-5   | 2026-10-05T02:00    | 2026-10-02T03:00
          0 3 * * 7     | 2026-10-05T02:00    | 2026-10-04T03:00
          0 3 1 * 1     | 2026-10-04T12:00    | 2026-10-01T03:00
          0 3 29 2 *    | 2027-01-01T00:00    | 2024-02-29T03:00
          0 0 29 2 */7  | 2027-01-01T00:00    | 2004-02-29T00:00
          """)
  void itsLastMomentBeforeAnother(String schedule, LocalDateTime moment, LocalDateTime last) {
    assertThat(CronSchedule.of(schedule).lastBefore(moment)).contains(last);
  }
}
