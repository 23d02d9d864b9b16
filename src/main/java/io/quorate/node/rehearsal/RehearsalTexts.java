package io.quorate.node.rehearsal;

import io.quorate.plan.Digest;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.FileBlock;
import io.quorate.plan.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Texts that many simulated machines have, such as the names of all nodes: in memory they are one,
 * and in a folder one file. Without that a thousand machines would need a thousand times a thousand
 * lines. For several threads.
 */
final class RehearsalTexts {

  /** Shorter ones stand with their machine. */
  private static final int LONG = 1_024;

  private final @Nullable Path folder;
  private final Map<String, String> known = new ConcurrentHashMap<>();
  private final Map<String, String> sums = new ConcurrentHashMap<>();
  private final Set<String> written = ConcurrentHashMap.newKeySet();
  private final Map<String, String> byName = new ConcurrentHashMap<>();
  private final Map<Operation, String> keys = new ConcurrentHashMap<>();
  private final Map<Edit, String> edits = new ConcurrentHashMap<>();

  private record Edit(String before, FileBlock block) {}

  /**
   * @param machines the folder of the machines; null: nothing is written
   */
  RehearsalTexts(@Nullable Path machines) {
    folder = machines == null ? null : machines.resolve("texts");
  }

  /** Whether it is kept apart; keys stay with their machine. */
  static boolean isLong(String text) {
    return text.length() >= LONG && !text.startsWith("-----BEGIN ");
  }

  /** The one object that stands for all texts that are equal to this. */
  String one(String text) {
    String first = known.putIfAbsent(text, text);
    return first == null ? text : first;
  }

  /** The SHA-256 of a long text, worked out once. */
  String sum(String text) {
    return sums.computeIfAbsent(text, Digest::sha256);
  }

  /** What stands for an operation that many machines are given, worked out once. */
  String key(Operation operation, Function<Operation, String> how) {
    return keys.computeIfAbsent(operation, how);
  }

  /** What a file becomes with a block that many machines are given, worked out once. */
  String edited(String before, FileBlock block, BiFunction<String, FileBlock, String> how) {
    return edits.computeIfAbsent(new Edit(before, block), e -> how.apply(e.before, e.block));
  }

  /** Writes a text, unless it is there; the name by which it is read. */
  String write(String text) throws IOException {
    Path place = folder;
    if (place == null) {
      throw new IOException("machines in memory have no folder");
    }
    String name = sum(text);
    Path file = place.resolve(name);
    if (!written.contains(name)) {
      PrivateFiles.makeFolder(place);
      if (!Files.exists(file)) {
        PrivateFiles.write(file, text);
      }
      written.add(name);
    }
    return name;
  }

  /** A text of that name. */
  String read(String name) throws IOException {
    String text = byName.get(name);
    if (text == null) {
      Path place = folder;
      if (place == null) {
        throw new IOException("machines in memory have no folder");
      }
      text = one(Files.readString(place.resolve(name)));
      byName.put(name, text);
    }
    return text;
  }
}
