package io.quorate.run.report;

import io.quorate.run.Printable;

/** Writes HTML and SVG; whatever text goes in is escaped. */
final class Markup {

  private final StringBuilder out = new StringBuilder();

  /** An element with text in it. */
  Markup element(String tag, String text) {
    return open(tag).text(text).close(tag.split(" ", 2)[0]);
  }

  /**
   * @param tag the name, and attributes that hold no foreign text
   */
  Markup open(String tag) {
    out.append('<').append(tag).append('>');
    return this;
  }

  Markup close(String name) {
    out.append("</").append(name).append('>');
    return this;
  }

  /** What stands for itself, made by this package. */
  Markup raw(String markup) {
    out.append(markup);
    return this;
  }

  Markup line() {
    out.append('\n');
    return this;
  }

  Markup text(String text) {
    out.append(escape(text));
    return this;
  }

  /** Text as it may stand between tags and in quoted attributes; control characters are shown. */
  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.lines().map(Printable::line).forEach(l -> safe.append(l).append('\n'));
    if (!safe.isEmpty()) {
      safe.setLength(safe.length() - 1);
    }
    return safe.toString()
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
