package io.quorate.tui.pages;

import io.quorate.tui.Glyphs;
import io.quorate.tui.Style;
import io.quorate.wizard.HostCheck;
import io.quorate.wizard.HostEntry;
import java.util.Locale;

/** A host's state in words, a sign and a style. */
final class HostState {

  private HostState() {}

  static char sign(HostCheck check, Glyphs glyphs) {
    return switch (check) {
      case HostCheck.Untried _ -> glyphs.bullet();
      case HostCheck.Checking _ -> glyphs.busy();
      case HostCheck.Reachable _ -> glyphs.good();
      case HostCheck.Failed _ -> glyphs.bad();
      case HostCheck.KeyUnknown _ -> glyphs.warning();
      case HostCheck.KeyChanged _ -> glyphs.bad();
    };
  }

  static Style style(HostCheck check) {
    return switch (check) {
      case HostCheck.Untried _ -> Style.DIM;
      case HostCheck.Checking _ -> Style.BUSY;
      case HostCheck.Reachable _ -> Style.GOOD;
      case HostCheck.Failed _ -> Style.BAD;
      case HostCheck.KeyUnknown _ -> Style.WARNING;
      case HostCheck.KeyChanged _ -> Style.BAD;
    };
  }

  /** In one line. */
  static String line(HostCheck check) {
    return switch (check) {
      case HostCheck.Untried _ -> "not tried";
      case HostCheck.Checking _ -> "checking";
      case HostCheck.Reachable found -> hardware(found);
      case HostCheck.Failed failed -> failed.message();
      case HostCheck.KeyUnknown key -> "new key " + key.fingerprint();
      case HostCheck.KeyChanged key -> "KEY CHANGED " + key.fingerprint();
    };
  }

  private static String hardware(HostCheck.Reachable found) {
    String memory =
        found.memoryMiB() < 1024
            ? found.memoryMiB() + " MiB"
            : String.format(Locale.ROOT, "%.1f GiB", found.memoryMiB() / 1024.0);
    String cpus = found.cpus() + (found.cpus() == 1 ? " CPU" : " CPUs");
    String line = cpus + ", " + memory + ", " + found.arch() + ", " + found.os();
    return found.note().isEmpty() ? line : line + ", " + found.note();
  }

  /** With what it means and what to do. */
  static String detail(HostEntry host) {
    return switch (host.check()) {
      case HostCheck.Untried _ -> host.name() + " was not tried. r tries it, F5 tries all.";
      case HostCheck.Checking _ -> host.name() + " is being tried.";
      case HostCheck.Reachable found -> host.name() + " answers: " + hardware(found) + ".";
      case HostCheck.Failed failed -> failed.message();
      case HostCheck.KeyUnknown key ->
          "Nobody has met this host before. Its key: "
              + key.type()
              + " "
              + key.fingerprint()
              + ". F6 decides on all new keys at once.";
      case HostCheck.KeyChanged key ->
          key.explanation() + " Now: " + key.type() + " " + key.fingerprint() + ".";
    };
  }
}
