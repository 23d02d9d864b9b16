package io.quorate.target;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;

/** A place that was opened. Its failures say what cannot be done, why, and what to do. */
interface Shelf extends Closeable {

  /** A file that lies on it directly. */
  record Piece(String name, long size) {}

  /** What lies on it, but for hidden files. */
  List<Piece> list() throws IOException, InterruptedException;

  /**
   * Puts a file there: whole, and compared with what was sent, or not at all. One that is there
   * already, and the same, stays.
   *
   * @return whether it was written now
   * @throws FileAlreadyExistsException when another one of that name is there
   */
  boolean put(Path file, String name) throws IOException, InterruptedException;

  /** How the last file that was put was compared and kept from replacing another; may be empty. */
  String proof();

  /**
   * Gets a file, which is whole or not there.
   *
   * @param file where it goes; what is there is replaced
   */
  void get(String name, Path file) throws IOException, InterruptedException;

  /** Removes a file. */
  void remove(String name) throws IOException, InterruptedException;
}
