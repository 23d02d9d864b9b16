package io.quorate.inventory;

import static org.assertj.core.api.Assertions.assertThat;

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
        "0 0 31 2 1"
      })
  void takesWhatCronTakes(String schedule) {
    assertThat(CronSchedule.fault(schedule)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          @daily        | Words such as @daily are not understood here.
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
          0 0 31 2 *    | Its day of month is never reached in its month.
          $(id) * * * * | "$(id)" is not a minute.
          """)
  void saysWhatIsWrong(String schedule, String fault) {
    assertThat(CronSchedule.fault(schedule)).isEqualTo(fault);
  }
}
