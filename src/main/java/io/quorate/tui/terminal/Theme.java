package io.quorate.tui.terminal;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TextColor;
import io.quorate.tui.Style;
import io.quorate.tui.terminal.TerminalTraits.ColourDepth;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** The look of each {@link Style}, read from {@code assets/themes}. */
public final class Theme {

  /** The themes there are. */
  public static final List<String> NAMES =
      List.of("default", "light", "high-contrast", "monochrome");

  /** Colours and attributes of one style. */
  record Look(TextColor foreground, TextColor background, EnumSet<SGR> attributes) {
    static final Look PLAIN =
        new Look(TextColor.ANSI.DEFAULT, TextColor.ANSI.DEFAULT, EnumSet.noneOf(SGR.class));
  }

  /**
   * Lanterna's colours by name. {@code ANSI.valueOf} would resolve every method of that class by
   * reflection, also those that speak of java.awt, which the packaged runtime does not have.
   */
  private static final Map<String, TextColor> NAMED =
      Arrays.stream(TextColor.ANSI.values())
          .collect(Collectors.toUnmodifiableMap(TextColor.ANSI::name, colour -> colour));

  private final Map<Style, Look> looks;

  private Theme(Map<Style, Look> looks) {
    this.looks = looks;
  }

  /**
   * What people get unless they choose: {@code COLORFGBG}, which some terminals set to the numbers
   * of their colours, tells a light background.
   */
  public static String usual(Map<String, String> environment) {
    String colours = environment.getOrDefault("COLORFGBG", "");
    String background = colours.substring(colours.lastIndexOf(';') + 1);
    return background.equals("7") || background.equals("15") ? "light" : "default";
  }

  Look look(Style style) {
    return looks.getOrDefault(style, Look.PLAIN);
  }

  /**
   * A theme in as many colours as the terminal has; without colours it is always monochrome.
   *
   * @throws IllegalArgumentException when there is no theme of this name
   */
  public static Theme load(String name, ColourDepth colours) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException("no theme " + name + "; there are " + NAMES);
    }
    String file = colours == ColourDepth.NONE ? "monochrome" : name;
    Properties lines = new Properties();
    try (InputStream in =
        Theme.class.getResourceAsStream("/assets/themes/" + file + ".properties")) {
      if (in == null) {
        throw new IllegalStateException("the theme " + file + " is missing from this program");
      }
      lines.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the theme " + file, e);
    }
    return parse(lines, colours);
  }

  static Theme parse(Properties lines, ColourDepth colours) {
    Map<Style, Look> looks = new EnumMap<>(Style.class);
    for (String key : lines.stringPropertyNames()) {
      looks.put(Style.valueOf(key.toUpperCase(Locale.ROOT)), look(lines.getProperty(key), colours));
    }
    return new Theme(looks);
  }

  private static Look look(String words, ColourDepth colours) {
    TextColor foreground = TextColor.ANSI.DEFAULT;
    TextColor background = TextColor.ANSI.DEFAULT;
    EnumSet<SGR> attributes = EnumSet.noneOf(SGR.class);
    for (String word : words.trim().split("\\s+")) {
      if (word.startsWith("fg=")) {
        foreground = colour(word.substring(3), colours);
      } else if (word.startsWith("bg=")) {
        background = colour(word.substring(3), colours);
      } else if (!word.isEmpty()) {
        attributes.add(SGR.valueOf(word.toUpperCase(Locale.ROOT)));
      }
    }
    return new Look(foreground, background, attributes);
  }

  /** {@code name/#rrggbb}. */
  private static TextColor colour(String pair, ColourDepth colours) {
    int slash = pair.indexOf('/');
    if (slash < 0 || !pair.startsWith("#", slash + 1) || pair.length() != slash + 8) {
      throw new IllegalArgumentException("a colour is name/#rrggbb, not " + pair);
    }
    int rgb = Integer.parseInt(pair.substring(slash + 2), 16);
    int red = rgb >> 16;
    int green = rgb >> 8 & 0xff;
    int blue = rgb & 0xff;
    return switch (colours) {
      case NONE -> TextColor.ANSI.DEFAULT;
      case SIXTEEN -> named(pair.substring(0, slash));
      case INDEXED -> TextColor.Indexed.fromRGB(red, green, blue);
      case TRUE_COLOUR -> new TextColor.RGB(red, green, blue);
    };
  }

  private static TextColor named(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    TextColor colour =
        NAMED.get(
            upper.startsWith("BRIGHT-") ? upper.substring("BRIGHT-".length()) + "_BRIGHT" : upper);
    if (colour == null) {
      throw new IllegalArgumentException("no colour " + name + "; there are " + NAMED.keySet());
    }
    return colour;
  }
}
