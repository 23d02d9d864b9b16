package io.quorate.cli;

import picocli.CommandLine;

/** Where the program begins. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new QuorateCommand()).execute(args));
  }
}
