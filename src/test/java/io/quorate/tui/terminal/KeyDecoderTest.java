package io.quorate.tui.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.tui.KeyPress;
import io.quorate.tui.KeyPress.Key;
import io.quorate.tui.Message;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyDecoderTest {

  private static final String ESC = "\u001b";

  private final KeyDecoder decoder = new KeyDecoder();

  private static Message pressed(Key key) {
    return new Message.Pressed(KeyPress.of(key));
  }

  private static Message typed(int codePoint, boolean ctrl, boolean alt) {
    return new Message.Pressed(new KeyPress(Key.CHARACTER, codePoint, ctrl, alt, false));
  }

  @ParameterizedTest
  @CsvSource({
    "[A, UP",
    "OA, UP",
    "[B, DOWN",
    "[C, RIGHT",
    "[D, LEFT",
    "[H, HOME",
    "[1~, HOME",
    "[F, END",
    "[4~, END",
    "[5~, PAGE_UP",
    "[6~, PAGE_DOWN",
    "[2~, INSERT",
    "[3~, DELETE",
    "[Z, BACK_TAB",
    "OP, F1",
    "[[A, F1",
    "[15~, F5",
    "[21~, F10"
  })
  void knowsTheSequencesOfKeys(String sequence, Key key) {
    assertThat(decoder.feed(ESC + sequence)).containsExactly(pressed(key));
  }

  @ParameterizedTest
  @CsvSource({"13, ENTER", "10, ENTER", "9, TAB", "127, BACKSPACE", "8, BACKSPACE"})
  void knowsControlCharactersThatAreKeys(int character, Key key) {
    assertThat(decoder.feed(Character.toString(character))).containsExactly(pressed(key));
  }

  @Test
  void aSequenceInPiecesIsOneKey() {
    List<Message> messages = new ArrayList<>();
    for (String piece : List.of("a", ESC, "[", "1", ";5", "D", "b")) {
      messages.addAll(decoder.feed(piece));
    }
    assertThat(messages)
        .containsExactly(
            typed('a', false, false),
            new Message.Pressed(new KeyPress(Key.LEFT, 0, true, false, false)),
            typed('b', false, false));
    assertThat(decoder.pending()).isFalse();
  }

  @Test
  void aLonelyEscapeIsAKeyOnceNothingFollows() {
    assertThat(decoder.feed(ESC)).isEmpty();
    assertThat(decoder.pending()).isTrue();
    assertThat(decoder.flush()).containsExactly(pressed(Key.ESCAPE));
    assertThat(decoder.feed(ESC + ESC)).containsExactly(pressed(Key.ESCAPE));
    assertThat(decoder.flush()).containsExactly(pressed(Key.ESCAPE));
  }

  @Test
  void lettersWithControlAndAlt() {
    assertThat(decoder.feed("\u0003\u001a" + ESC + "x"))
        .containsExactly(typed('c', true, false), typed('z', true, false), typed('x', false, true));
  }

  @Test
  void lettersOutsideTheBasicPlaneAreOneKeyEvenInPieces() {
    assertThat(decoder.feed("中\ud83d")).containsExactly(typed('中', false, false));
    assertThat(decoder.feed("\ude80")).containsExactly(typed(0x1f680, false, false));
  }

  @Test
  void aPasteIsOneMessageHoweverItArrives() {
    List<Message> messages = new ArrayList<>();
    String sent = ESC + "[200~one\rtwo\r\n" + ESC + "[A\u0003" + ESC + "[201~x";
    for (char c : sent.toCharArray()) {
      messages.addAll(decoder.feed(String.valueOf(c)));
    }
    assertThat(messages)
        .containsExactly(
            new Message.Pasted("one\ntwo\n" + ESC + "[A\u0003"), typed('x', false, false));
  }

  @Test
  void theMouseClicksAndTurnsItsWheel() {
    assertThat(
            decoder.feed(
                ESC + "[<0;10;5M" + ESC + "[<0;10;5m" + ESC + "[<64;1;1M" + ESC + "[<65;1;1M"))
        .containsExactly(
            new Message.Clicked(9, 4),
            new Message.Scrolled(0, 0, -3),
            new Message.Scrolled(0, 0, 3));
  }

  @Test
  void whatIsNoKeyTypesNothing() {
    assertThat(decoder.feed(ESC + "[I" + ESC + "[99;99;99u" + ESC + "[<0;9999999999;1M")).isEmpty();
    assertThat(decoder.feed("a")).containsExactly(typed('a', false, false));
  }
}
