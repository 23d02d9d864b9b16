package io.quorate.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProblemListTest {

  private static ProblemList warnings(int count) {
    ProblemList problems = new ProblemList();
    for (int i = 0; i < count; i++) {
      problems.add(Problem.warning("f" + i, "It is so.", "Look."));
    }
    return problems;
  }

  @Test
  void manyWarningsAreNoError() {
    ProblemList problems = warnings(ProblemList.MOST + 500);
    assertThat(problems).hasSize(ProblemList.MOST + 1).noneMatch(Problem::isError);
    assertThat(problems.getLast().what()).contains("more than " + ProblemList.MOST);
  }

  @Test
  void anErrorBehindThemIsOne() {
    ProblemList problems = warnings(ProblemList.MOST + 500);
    problems.add(Problem.error("f", "It is wrong.", "Mend it."));
    assertThat(problems).hasSize(ProblemList.MOST + 1);
    assertThat(problems.getLast().isError()).isTrue();
  }
}
