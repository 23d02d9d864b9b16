package io.quorate.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuorumTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 | no master: there is no cluster without one  | take 1, 3 or 5 masters
          1 | 1 master: quorum 1, survives no failure     | ''
          2 | 2 masters: quorum 2, survives no failure    | '2 masters survive no failure, as 1 does: take 1 or 3'
          3 | 3 masters: quorum 2, survives 1 failure     | ''
          4 | 4 masters: quorum 3, survives 1 failure     | '4 masters survive 1 failure, as 3 do: take 3 or 5'
          5 | 5 masters: quorum 3, survives 2 failures    | ''
          6 | 6 masters: quorum 4, survives 2 failures    | '6 masters survive 2 failures, as 5 do: take 5 or 7'
          7 | 7 masters: quorum 4, survives 3 failures    | ''
          9 | 9 masters: quorum 5, survives 4 failures    | '9 masters make every write wait for 5: take 7 or fewer'
          """)
  void saysWhatANumberOfMastersMeans(int masters, String words, String advice) {
    assertThat(Quorum.words(masters)).isEqualTo(words);
    assertThat(Quorum.advice(masters)).isEqualTo(advice);
  }
}
