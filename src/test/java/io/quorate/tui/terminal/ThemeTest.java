package io.quorate.tui.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TextColor;
import io.quorate.tui.Style;
import io.quorate.tui.terminal.TerminalTraits.ColourDepth;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThemeTest {

  @ParameterizedTest
  @CsvSource({
    "TERM=xterm-256color, INDEXED, false",
    "TERM=xterm-256color COLORTERM=truecolor LANG=en_US.UTF-8, TRUE_COLOUR, true",
    "TERM=xterm-256color NO_COLOR=1 LANG=C.utf8, NONE, true",
    "TERM=xterm NO_COLOR=, SIXTEEN, false",
    "TERM=linux LANG=en_US.UTF-8 LC_ALL=C, SIXTEEN, false",
    "TERM=linux LANG=C LC_CTYPE=de_DE.UTF-8, SIXTEEN, true",
    "TERM=vt100, NONE, false",
    "TERM=dumb COLORTERM=truecolor, NONE, false",
    "LANG=C.UTF-8, NONE, true"
  })
  void readsTheEnvironment(String environment, ColourDepth colours, boolean unicode) {
    Map<String, String> map = new java.util.HashMap<>();
    for (String pair : environment.split(" ")) {
      map.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }
    assertThat(TerminalTraits.of(map)).isEqualTo(new TerminalTraits(colours, unicode));
  }

  @Test
  void everyThemeLoadsInEveryDepth() {
    for (String name : Theme.NAMES) {
      for (ColourDepth depth : ColourDepth.values()) {
        Theme theme = Theme.load(name, depth);
        for (Style style : Style.values()) {
          TextColor colour = theme.look(style).foreground();
          boolean fits =
              switch (depth) {
                case NONE -> colour == TextColor.ANSI.DEFAULT;
                case SIXTEEN -> colour instanceof TextColor.ANSI;
                case INDEXED -> !(colour instanceof TextColor.RGB);
                case TRUE_COLOUR -> !(colour instanceof TextColor.Indexed);
              };
          assertThat(fits).as("%s %s %s", name, depth, style).isTrue();
        }
      }
    }
  }

  @Test
  void whatMattersLooksDifferentWithoutColours() {
    Theme theme = Theme.load("default", ColourDepth.NONE);
    for (Style style :
        new Style[] {Style.TITLE, Style.FIELD, Style.FOCUS, Style.SELECTED, Style.BAD}) {
      assertThat(theme.look(style).attributes()).as("%s", style).isNotEmpty();
    }
    assertThat(theme.look(Style.FOCUS).attributes()).contains(SGR.REVERSE);
  }

  /** WCAG 2: 4.5 for text, 3 for what is no text. */
  @ParameterizedTest
  @CsvSource({"default, 0", "light, 255", "high-contrast, 0"})
  void everythingCanBeReadOnTheBackgroundThatItIsFor(String name, int background) {
    Theme theme = Theme.load(name, ColourDepth.TRUE_COLOUR);
    TextColor around = new TextColor.RGB(background, background, background);
    TextColor letters = new TextColor.RGB(255 - background, 255 - background, 255 - background);
    for (Style style : Style.values()) {
      Theme.Look look = theme.look(style);
      TextColor front = look.foreground() == TextColor.ANSI.DEFAULT ? letters : look.foreground();
      TextColor back = look.background() == TextColor.ANSI.DEFAULT ? around : look.background();
      assertThat(contrast(front, back))
          .as("%s in %s", style, name)
          .isGreaterThanOrEqualTo(style == Style.BORDER ? 3 : 4.5);
    }
  }

  private static double contrast(TextColor one, TextColor other) {
    double a = luminance(one) + 0.05;
    double b = luminance(other) + 0.05;
    return Math.max(a, b) / Math.min(a, b);
  }

  private static double luminance(TextColor colour) {
    return 0.2126 * linear(colour.getRed())
        + 0.7152 * linear(colour.getGreen())
        + 0.0722 * linear(colour.getBlue());
  }

  private static double linear(int channel) {
    double share = channel / 255.0;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }

  @Test
  void aLightBackgroundIsKnownWhereTheTerminalTells() {
    assertThat(Theme.usual(Map.of())).isEqualTo("default");
    assertThat(Theme.usual(Map.of("COLORFGBG", "15;0"))).isEqualTo("default");
    assertThat(Theme.usual(Map.of("COLORFGBG", "0;15"))).isEqualTo("light");
    assertThat(Theme.usual(Map.of("COLORFGBG", "0;default;7"))).isEqualTo("light");
  }

  @Test
  void anUnknownThemeAndAMalformedColourAreRefused() {
    assertThatThrownBy(() -> Theme.load("../secret", ColourDepth.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("default");
    Properties lines = new Properties();
    lines.setProperty("good", "fg=green");
    assertThatThrownBy(() -> Theme.parse(lines, ColourDepth.SIXTEEN))
        .hasMessageContaining("name/#rrggbb");
  }
}
