package io.quorate.tui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CellCanvasTest {

  private final TextCanvas grid = new TextCanvas(10, 3, Glyphs.UNICODE);

  @Test
  void clipsAtEveryEdge() {
    Canvas part = grid.canvas().part(2, 1, 4, 1);
    int next = part.text(-2, 0, "abcdefghij", Style.NORMAL);
    part.text(0, 1, "below", Style.NORMAL);
    part.text(0, -1, "above", Style.NORMAL);
    part.fill(3, -5, 100, 100, '#', Style.BAD);
    assertThat(next).isEqualTo(8);
    assertThat(grid.toText()).isEqualTo("\n  cde#\n\n");
    assertThat(grid.styleAt(5, 1)).isEqualTo(Style.BAD);
  }

  @Test
  void aWideLetterCutInHalfIsABlank() {
    grid.canvas().text(-1, 0, "中a", Style.NORMAL);
    grid.canvas().text(9, 1, "中", Style.NORMAL);
    grid.canvas().text(0, 2, "中中", Style.NORMAL);
    grid.canvas().text(1, 2, "x", Style.NORMAL);
    assertThat(grid.row(0)).isEqualTo(" a        ");
    assertThat(grid.row(1)).isEqualTo("          ");
    assertThat(grid.row(2)).isEqualTo(" x中      ");
  }

  @Test
  void controlCharactersAreVisibleAndColumnsStayStraight() {
    grid.canvas().text(0, 0, "a\u001b[2Jb\r\n", Style.NORMAL);
    assertThat(grid.row(0)).isEqualTo("a·[2Jb··  ");
  }

  @Test
  void aCursorOutsideIsNotShown() {
    Canvas part = grid.canvas().part(2, 1, 4, 1);
    part.cursor(4, 0);
    assertThat(grid.cursor()).isEmpty();
    part.cursor(3, 0);
    assertThat(grid.cursor()).contains(new TextCanvas.Position(5, 1));
  }

  @Test
  void anEmptyCanvasTakesAnything() {
    TextCanvas nothing = new TextCanvas(0, 0, Glyphs.ASCII);
    nothing.canvas().text(0, 0, "x", Style.NORMAL);
    nothing.canvas().part(-5, -5, -1, -1).fill(0, 0, 9, 9, 'x', Style.NORMAL);
    assertThat(nothing.toText()).isEmpty();
  }
}
