package io.quorate.cli.option;

import io.quorate.console.Prompts;
import io.quorate.engine.Invocation;
import io.quorate.inventory.secret.Vault;
import io.quorate.plan.FileFailure;
import io.quorate.plan.Secret;
import io.quorate.usecase.Person;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where the password of Ansible Vault values comes from: an option, the environment, or the person.
 * It is looked for only when a value needs it.
 */
public final class VaultOptions {
  /** Ansible's own variable: a file with the password in it, or a program that prints it. */
  private static final String FILE_VARIABLE = "ANSIBLE_VAULT_PASSWORD_FILE";

  /** The password itself, for pipelines that keep secrets in the environment. */
  private static final String PASSWORD_VARIABLE = "QUORATE_VAULT_PASSWORD";

  @Option(
      names = "--vault-password-file",
      paramLabel = "FILE",
      description =
          "The file with the password of Ansible Vault values; a program is run, and prints it."
              + " Without it: $QUORATE_VAULT_PASSWORD, the file $ANSIBLE_VAULT_PASSWORD_FILE, or"
              + " what you type.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--vault-password-command",
      paramLabel = "COMMAND",
      description = "A command that prints that password, such as \"pass show cluster\".")
  private @Nullable String command;

  /** The password could not be had where it was to come from; the message says why. */
  public static final class NoPasswordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoPasswordException(String message) {
      super(message);
    }
  }

  /** Whether the command line says where the password comes from. */
  public boolean areGiven() {
    return passwordFile != null || command != null;
  }

  /** What a later command can be told of it: never the password, which a command may hold. */
  Invocation keptIn(Invocation asked) {
    Path file = passwordFile;
    return asked.withPassword(file == null ? "" : file.toString(), command != null);
  }

  /** What the same person's next command is told where nothing is kept. */
  public List<String> unkept() {
    return command == null ? List.of() : List.of("--vault-password-command", command);
  }

  /** Opens a terminal for the question when it comes to that. */
  public Vault vault() {
    return Vault.of(
        () -> {
          String given = given(System.getenv());
          if (given != null) {
            return given;
          }
          try (Prompts prompts = Prompts.open()) {
            return asked(prompts);
          } catch (IOException e) {
            throw new NoPasswordException("the terminal cannot be opened: " + FileFailure.words(e));
          }
        });
  }

  /** The same for a password to seal with: it is typed twice. */
  public Vault vaultToSeal() {
    return Vault.of(
        () -> {
          String given = given(System.getenv());
          return given == null ? typedTwice("Vault password", "--vault-password-file") : given;
        });
  }

  /**
   * @param option what to say where nobody can be asked
   */
  public static String typedTwice(String question, String option) {
    try (Prompts prompts = Prompts.open()) {
      if (prompts == null) {
        throw new NoPasswordException(
            "nobody can be asked for the password here: say " + option + " FILE.");
      }
      String password = prompts.secret(question).reveal();
      if (!password.equals(prompts.secret("The same again").reveal())) {
        throw new NoPasswordException("the two passwords differ.");
      }
      return password;
    } catch (IOException e) {
      throw new NoPasswordException("the terminal cannot be opened: " + FileFailure.words(e));
    }
  }

  /**
   * @param prompts null when nobody can be asked
   */
  public Vault vault(@Nullable Prompts prompts) {
    return Vault.of(
        () -> {
          String given = given(System.getenv());
          return given == null ? asked(prompts) : given;
        });
  }

  /**
   * The same where a wizard asks.
   *
   * @throws UncheckedIOException by the vault, when the password cannot be had where it was to come
   *     from
   */
  public Vault vault(Person person) {
    return Vault.of(
        () -> {
          try {
            String given = given(System.getenv());
            Secret typed = given == null ? person.secret("Vault password", "") : null;
            return typed == null ? given : typed.reveal();
          } catch (NoPasswordException e) {
            throw new UncheckedIOException(e.getMessage(), new IOException(e));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
          }
        });
  }

  private static @Nullable String asked(@Nullable Prompts prompts) {
    return prompts == null ? null : prompts.secret("Vault password").reveal();
  }

  /** What options and environment say; null when they say nothing. */
  @Nullable String given(Map<String, String> environment) {
    if (passwordFile != null) {
      return ofFile(passwordFile);
    }
    if (command != null) {
      return ofProgram(List.of("sh", "-c", command));
    }
    String password = environment.get(PASSWORD_VARIABLE);
    if (password != null && !password.isEmpty()) {
      return password;
    }
    String file = environment.get(FILE_VARIABLE);
    if (file == null || file.isEmpty()) {
      return null;
    }
    String home = environment.getOrDefault("HOME", "~");
    return ofFile(Path.of(file.startsWith("~/") ? home + file.substring(1) : file));
  }

  /** The password in a file; a program is run instead, as Ansible does. */
  public static String ofFile(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new NoPasswordException("there is no password file " + file + ".");
    }
    if (Files.isExecutable(file)) {
      return ofProgram(List.of(file.toAbsolutePath().toString()));
    }
    try {
      return checked(Files.readString(file).strip(), file.toString());
    } catch (IOException e) {
      throw new NoPasswordException("the password file " + file + " cannot be read.");
    }
  }

  /** What a program prints, without the line's end. Its errors go to the person. */
  private static String ofProgram(List<String> words) {
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        throw new NoPasswordException(
            "the program for the password, " + words.getLast() + ", ended with code " + code + ".");
      }
      return checked(printed.replaceAll("[\\r\\n]+$", ""), words.getLast());
    } catch (IOException e) {
      throw new NoPasswordException(
          "the program for the password cannot be run: " + FileFailure.words(e) + ".");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoPasswordException("the program for the password was interrupted.");
    }
  }

  private static String checked(String password, String source) {
    if (password.isEmpty()) {
      throw new NoPasswordException("the password of " + source + " is empty.");
    }
    return password;
  }
}
