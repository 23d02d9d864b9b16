package io.quorate.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Knows failures by what they print: a signature leads to the likely cause and the next move. The
 * signatures are in {@code assets/doctor.yaml}.
 */
public final class Doctor {

  /**
   * Why something failed.
   *
   * @param cause a sentence; empty when unknown
   * @param remedy the next move; empty when unknown
   */
  public record Explanation(String cause, String remedy) {
    static final Explanation UNKNOWN = new Explanation("", "");
  }

  /**
   * A failure that is known.
   *
   * @param name for the tests and the book
   * @param pattern found anywhere in a line, upper or lower case
   * @param cause may take groups of the pattern as {@code $1}
   */
  record Signature(String name, Pattern pattern, String cause, String remedy) {
    Explanation explain(Matcher found) {
      return new Explanation(fill(cause, found), fill(remedy, found));
    }

    private static String fill(String text, Matcher found) {
      String filled = text;
      for (int i = 1; i <= found.groupCount(); i++) {
        String group = found.group(i);
        filled = filled.replace("$" + i, group == null ? "" : group);
      }
      return filled;
    }
  }

  private static final class Standard {
    static final Doctor DOCTOR = load();

    private static Doctor load() {
      try (InputStream in = Doctor.class.getResourceAsStream("/assets/doctor.yaml")) {
        if (in == null) {
          throw new IllegalStateException("assets/doctor.yaml is missing");
        }
        return read(new InputStreamReader(in, StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final List<Signature> signatures;

  Doctor(List<Signature> signatures) {
    this.signatures = List.copyOf(signatures);
  }

  /** The one that knows the signatures that come with the program. */
  public static Doctor standard() {
    return Standard.DOCTOR;
  }

  static Doctor read(Reader yaml) {
    Object list = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    List<Signature> signatures = new ArrayList<>();
    if (list instanceof List<?> entries) {
      for (Object entry : entries) {
        signatures.add(signature(entry));
      }
    }
    return new Doctor(signatures);
  }

  private static Signature signature(Object entry) {
    if (!(entry instanceof Map<?, ?> fields)) {
      throw new IllegalArgumentException("a signature is a map: " + entry);
    }
    return new Signature(
        text(fields, "name"),
        Pattern.compile(text(fields, "signature"), Pattern.CASE_INSENSITIVE),
        text(fields, "cause"),
        text(fields, "remedy"));
  }

  private static String text(Map<?, ?> fields, String name) {
    if (fields.get(name) instanceof String text && !text.isBlank()) {
      return text.strip();
    }
    throw new IllegalArgumentException("a signature without " + name + ": " + fields);
  }

  List<Signature> signatures() {
    return signatures;
  }

  /**
   * Explains a failure from its message and what was printed last. The first signature of the list
   * that is found counts, so that the root of a trouble can stand before its consequences.
   */
  public Explanation explain(String message, List<String> lastLines) {
    List<String> newestFirst = new ArrayList<>(lastLines.reversed());
    newestFirst.addFirst(message);
    for (Signature signature : signatures) {
      for (String line : newestFirst) {
        Matcher found = signature.pattern().matcher(line);
        if (found.find()) {
          return signature.explain(found);
        }
      }
    }
    return Explanation.UNKNOWN;
  }
}
