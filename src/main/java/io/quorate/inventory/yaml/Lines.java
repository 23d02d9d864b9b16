package io.quorate.inventory.yaml;

/** Takes lines and parts of flow collections out of a text, and puts others in. */
public final class Lines {
  private final SourceText source;
  private final TextEdits edits;

  public Lines(SourceText source, TextEdits edits) {
    this.source = source;
    this.edits = edits;
  }

  /** Takes the lines out in which a value stands; false when something else happens to them. */
  public boolean removeLines(int start, int end) {
    int last = Math.max(start, end - 1);
    return edits.replace(source.lineStart(start), source.nextLine(last), "");
  }

  /** Puts whole lines in after that of a position. */
  public void addAfter(int position, String lines) {
    String text = lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines;
    String lineBreak = source.lineBreak();
    edits.insert(source.lineEnd(position), lineBreak + text.replace("\n", lineBreak));
  }

  /** Puts whole lines in before that of a position. */
  public void addBefore(int position, String lines) {
    edits.insert(source.lineStart(position), lines.replace("\n", source.lineBreak()));
  }

  /**
   * Takes a part out of brackets, and a comma with it.
   *
   * @param before where the part before it ends; -1 when there is none
   */
  public void removeInFlow(int before, int start, int end) {
    String text = source.text();
    int comma = source.skipBlank(end);
    if (comma < text.length() && text.charAt(comma) == ',') {
      int next = comma + 1;
      while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '\t')) {
        next++;
      }
      boolean wholeLine = next == source.lineEnd(next) && source.beginsLine(start);
      edits.replace(
          wholeLine ? source.lineStart(start) : start,
          wholeLine ? source.nextLine(next) : next,
          "");
      return;
    }
    if (before < 0) {
      edits.replace(start, end, "");
      return;
    }
    comma = source.skipBlank(before);
    if (source.lineStart(comma) == source.lineStart(start)) {
      boolean spaces = text.startsWith(": ", end - 1) && text.charAt(comma - 1) == ' ';
      edits.replace(comma, spaces ? end + 1 : end, "");
    } else {
      edits.replace(comma, comma + 1, "");
      edits.replace(start, end, "");
    }
  }

  /**
   * Puts a part into brackets.
   *
   * @param open the opening bracket
   * @param after where the part before it ends; -1: it comes first
   * @param first where the first part begins; -1 when there is none
   */
  public void addInFlow(int open, int after, int first, String part) {
    if (after >= 0) {
      int at = after;
      while (source.text().charAt(after - 1) == ':' && source.text().charAt(at) == ' ') {
        at++;
      }
      edits.insert(at, ", " + part);
    } else if (first >= 0) {
      edits.insert(first, part + ", ");
    } else {
      edits.insert(open + 1, edits.insertsAt(open + 1) ? ", " + part : part);
    }
  }
}
