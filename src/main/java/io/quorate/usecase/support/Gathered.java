package io.quorate.usecase.support;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.setting.SettingValues;
import io.quorate.plan.FileFailure;
import io.quorate.plan.Secret;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is gathered for a bundle, the most important first, with what has to be known of it: the
 * secrets and the names that may stand in it, and what could not be had.
 */
final class Gathered {

  /**
   * How much is gathered, in characters.
   *
   * @param one of one file
   * @param all of all together
   */
  record Limits(int one, int all) {
    /** The launcher gives the program 192 MiB. */
    static final Limits USUAL = new Limits(2 << 20, 12 << 20);
  }

  /**
   * A text, which may be somewhat longer than what is kept of it.
   *
   * @param most how many characters that are
   */
  record Raw(BundleText text, int most) {}

  /** Shorter words, such as a user's name, are found everywhere. */
  private static final int LEAST_SEALED = 5;

  private final Limits limits;
  private final List<Raw> texts = new ArrayList<>();
  private final List<String> troubles = new ArrayList<>();
  private final Set<Secret> secrets = new LinkedHashSet<>();
  private final KnownNames names = new KnownNames();
  private int room;

  Gathered(Limits limits) {
    this.limits = limits;
    this.room = limits.all();
  }

  List<Raw> texts() {
    return texts;
  }

  /** Sentences, about what is missing. */
  List<String> troubles() {
    return troubles;
  }

  Set<Secret> secrets() {
    return secrets;
  }

  KnownNames names() {
    return names;
  }

  private int most() {
    return Math.min(limits.one(), room);
  }

  void add(String path, String text) {
    add(BundleText.whole(path, text));
  }

  void add(String path, List<String> lines) {
    add(path, String.join("\n", lines) + "\n");
  }

  void add(BundleText text) {
    if (room <= 0) {
      trouble(text.path() + ": left out, as the bundle is full.");
      return;
    }
    int most = most();
    texts.add(new Raw(text, most));
    room -= Math.min(text.text().length(), most);
  }

  /**
   * Adds the end of a file, if there is such a file.
   *
   * @param headed whether its first line is needed
   */
  void file(String path, Path file, boolean headed) {
    try {
      add(BundleText.read(path, file, most(), headed));
    } catch (NoSuchFileException e) {
      // It came to nothing there, or nobody has written it yet.
      return;
    } catch (IOException e) {
      trouble(path + ": left out, as it cannot be read: " + FileFailure.words(e) + ".");
    }
  }

  /** Adds an inventory without its secrets, which may stand elsewhere, too. */
  void inventory(String path, Inventory inventory) {
    know(inventory);
    add(path, InventoryFile.shown(inventory));
  }

  private void know(Inventory inventory) {
    secrets.addAll(SettingValues.telling(inventory));
    // What somebody sealed is nobody's to see, even where it is no secret by its nature.
    inventory.sealedForms().texts().stream()
        .filter(text -> text.length() >= LEAST_SEALED)
        .forEach(text -> secrets.add(new Secret(text)));
    names.add(inventory);
  }

  void trouble(String sentence) {
    troubles.add(sentence);
  }
}
