package io.quorate.tui.terminal;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a terminal is asked for beside its picture: to copy a text (OSC 52), to ring, and to notify
 * whoever looks elsewhere (OSC 9, or 777 where that is the custom). A terminal that does not know
 * one of them ignores it and answers nothing.
 *
 * @param sequences whether it swallows sequences that it does not know, instead of printing them
 * @param wraps whether it is tmux, which hands on only what is wrapped
 * @param titled whether its notifications are OSC 777
 * @param bell what is wanted of it
 */
record TerminalCalls(boolean sequences, boolean wraps, boolean titled, Bell bell) {

  /** Names one of {@link Bell}, in small letters. */
  static final String VARIABLE = "QUORATE_BELL";

  /** Bytes of text that terminals take at once: the lowest limit is 100,000 of a sequence. */
  static final int MOST = 74_994;

  private static final byte[] RING = {'\u0007'};

  /** How somebody is called to a screen. */
  enum Bell {
    /** Not at all. */
    OFF,
    /** The bell alone. */
    RING,
    /** The bell and a notification of the desktop. */
    ON
  }

  static TerminalCalls of(Map<String, String> environment) {
    String term = environment.getOrDefault("TERM", "").toLowerCase(Locale.ROOT);
    boolean console = term.equals("linux") || term.matches("(vt\\d+|cons\\d+|ansi|dumb).*");
    boolean titled =
        term.startsWith("rxvt")
            || term.startsWith("foot")
            || environment.containsKey("VTE_VERSION");
    Bell bell =
        switch (environment.getOrDefault(VARIABLE, "").toLowerCase(Locale.ROOT)) {
          case "off", "0", "no", "false" -> Bell.OFF;
          case "ring" -> Bell.RING;
          default -> Bell.ON;
        };
    boolean tmux = !environment.getOrDefault("TMUX", "").isEmpty();
    return new TerminalCalls(!console, tmux, titled, bell);
  }

  /** Puts a text into the clipboard; empty where the terminal has none, or not for so much. */
  Optional<byte[]> copy(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return sequences && bytes.length <= MOST
        ? Optional.of(ascii("\u001b]52;c;" + Base64.getEncoder().encodeToString(bytes) + "\u0007"))
        : Optional.empty();
  }

  /**
   * Calls somebody; empty when they do not want it.
   *
   * @param words printable ones, for the notification
   */
  byte[] call(String words) {
    return switch (bell) {
      case OFF -> new byte[0];
      case RING -> RING.clone();
      case ON -> sequences ? notification(words) : RING.clone();
    };
  }

  /** The bell comes first: a sequence that is not known cannot swallow it. */
  private byte[] notification(String words) {
    String asked =
        titled
            ? "\u001b]777;notify;Quorate;" + words.replace(';', ',') + "\u0007"
            : "\u001b]9;Quorate: " + words + "\u0007";
    String whole =
        wraps ? "\u001bPtmux;" + asked.replace("\u001b", "\u001b\u001b") + "\u001b\\" : asked;
    return ("\u0007" + whole).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
