package io.quorate.tui.widget;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.tui.Glyphs;
import io.quorate.tui.KeyPress;
import io.quorate.tui.KeyPress.Key;
import io.quorate.tui.Style;
import io.quorate.tui.TextCanvas;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WidgetTest {

  @Test
  void whatIsTypedTakesThePlaceOfAnOffer() {
    TextField offer = TextField.of("1.36.4").asOffer();
    assertThat(offer.handle(KeyPress.of('2')).text()).isEqualTo("2");
    assertThat(offer.paste("1.35").text()).isEqualTo("1.35");
    assertThat(offer.handle(KeyPress.of('2')).handle(KeyPress.of('3')).text()).isEqualTo("23");
    assertThat(offer.handle(KeyPress.of(KeyPress.Key.BACKSPACE)).text()).isEqualTo("1.36.");
    assertThat(offer.handle(KeyPress.of(KeyPress.Key.END)).handle(KeyPress.of('2')).text())
        .isEqualTo("1.36.42");
    assertThat(TextField.of("").asOffer().handle(KeyPress.of('2')).text()).isEqualTo("2");
  }

  private static KeyPress ctrl(char letter) {
    return new KeyPress(Key.CHARACTER, letter, true, false, false);
  }

  private static TextField type(TextField field, String text) {
    for (char c : text.toCharArray()) {
      field = field.handle(KeyPress.of(c));
    }
    return field;
  }

  @Test
  void aFieldIsEditedAtItsCursor() {
    TextField field = type(TextField.of("node1"), "0").handle(KeyPress.of(Key.HOME));
    field = type(field, "x").handle(KeyPress.of(Key.DELETE));
    assertThat(field).isEqualTo(new TextField("xode10", 1, false, ""));
    assertThat(field.handle(KeyPress.of(Key.END)).handle(ctrl('w')).text()).isEmpty();
    assertThat(field.handle(ctrl('k')).text()).isEqualTo("x");
    assertThat(field.handle(KeyPress.of(Key.TAB))).isSameAs(field);
    assertThat(TextField.of("").handle(KeyPress.of(Key.BACKSPACE)).text()).isEmpty();
  }

  @Test
  void aFieldScrollsSoThatItsCursorStaysInView() {
    TextCanvas grid = new TextCanvas(8, 2, Glyphs.UNICODE);
    TextField field = TextField.of("0123456789");
    field.draw(grid.canvas(), 1, 0, 5, true);
    field.draw(grid.canvas(), 1, 1, 5, false);
    assertThat(grid.row(0)).isEqualTo(" 6789   ");
    assertThat(grid.cursor()).contains(new TextCanvas.Position(5, 0));
    assertThat(grid.row(1)).isEqualTo(" 0123…  ");
  }

  @Test
  void aHiddenFieldShowsStarsAndNeverTellsItsText() {
    TextCanvas grid = new TextCanvas(8, 1, Glyphs.UNICODE);
    TextField field = type(TextField.hidden(), "open");
    field.draw(grid.canvas(), 0, 0, 8, true);
    assertThat(grid.row(0)).isEqualTo("****    ");
    assertThat(field.toString()).doesNotContain("open");
  }

  @Test
  void pastingIntoAFieldLeavesNoControlCharacters() {
    assertThat(TextField.of("a").paste("b\tc\nd\u001b\n").text()).isEqualTo("ab c d");
  }

  @Test
  void lettersBeyondTheBasicPlaneAreOneStep() {
    TextField field = TextField.of("a\ud83d\ude80").handle(KeyPress.of(Key.BACKSPACE));
    assertThat(field.text()).isEqualTo("a");
  }

  @Test
  void anAreaIsEditedOverItsLines() {
    TextArea area = TextArea.of("").paste("one\ntwo\r\nthree");
    assertThat(area.lines()).containsExactly("one", "two", "three");
    assertThat(area.row()).isEqualTo(2);
    area = area.handle(KeyPress.of(Key.HOME)).handle(KeyPress.of(Key.BACKSPACE));
    assertThat(area.text()).isEqualTo("one\ntwothree");
    area = area.handle(KeyPress.of(Key.ENTER)).handle(KeyPress.of(Key.UP));
    assertThat(area.lines()).containsExactly("one", "two", "three");
    assertThat(area.handle(KeyPress.of(Key.END)).handle(KeyPress.of(Key.DELETE)).text())
        .isEqualTo("one\ntwothree");
    assertThat(area.handle(KeyPress.of(Key.TAB))).isSameAs(area);
  }

  @Test
  void aChoiceLeavesTheArrowsToThePageAtItsEnds() {
    Choice choice = Choice.of(List.of("calico", "cilium", "flannel"));
    assertThat(choice.handle(KeyPress.of(Key.UP))).isSameAs(choice);
    assertThat(choice.handle(KeyPress.of(Key.DOWN)).label()).isEqualTo("cilium");
    assertThat(choice.handleInline(KeyPress.of(Key.LEFT)).label()).isEqualTo("flannel");
    TextCanvas grid = new TextCanvas(14, 3, Glyphs.ASCII);
    choice.draw(grid.canvas(), 0, 0, 14, true);
    assertThat(grid.toText()).isEqualTo("(*) calico\n( ) cilium\n( ) flannel\n");
  }

  @Test
  void aTableScrollsWithItsSelectionAndSharesItsRoom() {
    List<List<Table.Cell>> rows = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      rows.add(List.of(Table.Cell.of("node" + i), new Table.Cell("ready", Style.GOOD)));
    }
    Table table =
        new Table(
            List.of(new Table.Column("NAME", 6, 1), new Table.Column("STATE", 5, 0)), rows, 0);
    Table down = table.handle(KeyPress.of(Key.PAGE_DOWN));
    TextCanvas grid = new TextCanvas(16, 4, Glyphs.UNICODE);
    down.draw(grid.canvas(), 0, 0, 16, 4, true);
    assertThat(grid.toText())
        .isEqualTo("NAME       STATE\nnode9      ready\nnode10     ready\nnode11     ready\n");
    assertThat(grid.styleAt(0, 2)).isEqualTo(Style.FOCUS);
    assertThat(grid.styleAt(11, 1)).isEqualTo(Style.GOOD);
    assertThat(down.rowAt(2, 4)).isEqualTo(10);
    assertThat(table.handle(KeyPress.of(Key.UP))).isSameAs(table);
  }

  @Test
  void textScrollsAndStaysWithinItself() {
    ScrollView view = ScrollView.of("a\nb\nc\nd\ne", 10, 3);
    assertThat(view.handle(KeyPress.of(Key.END)).top()).isEqualTo(2);
    assertThat(view.handle(KeyPress.of(Key.UP)).top()).isZero();
    TextCanvas grid = new TextCanvas(4, 3, Glyphs.ASCII);
    view.scroll(1).draw(grid.canvas(), 0, 0, 4, 3, true);
    assertThat(grid.toText()).isEqualTo("b  |\nc  #\nd  |\n");
  }

  @Test
  void aDialogIsAnsweredByEnterAndEscape() {
    Dialog dialog = Dialog.of("Quit", "Stop the run?", "Stop", "Go on", "Stay");
    assertThat(dialog.answer(KeyPress.of(Key.ESCAPE))).hasValue(2);
    assertThat(dialog.handle(KeyPress.of(Key.TAB)).answer(KeyPress.of(Key.ENTER))).hasValue(1);
    assertThat(dialog.answer(KeyPress.of('x'))).isEmpty();
    TextCanvas grid = new TextCanvas(40, 7, Glyphs.ASCII);
    dialog.draw(grid.canvas());
    assertThat(grid.toText())
        .isEqualTo(
            """

               +- Quit ------------------------+
               | Stop the run?                 |
               |                               |
               | [ Stop ]  [ Go on ]  [ Stay ] |
               +-------------------------------+

            """);
  }

  @Test
  void progressIsNeverOutsideItsRange() {
    assertThat(new ProgressBar(5, 0).percent()).isZero();
    assertThat(new ProgressBar(50, 20).percent()).isEqualTo(100);
    assertThat(ProgressBar.bytes(1536)).isEqualTo("1.5 KiB");
    TextCanvas grid = new TextCanvas(15, 1, Glyphs.ASCII);
    new ProgressBar(1, 2).draw(grid.canvas(), 0, 0, 15, Style.BUSY);
    assertThat(grid.row(0)).isEqualTo("#####.....  50%");
  }
}
