package io.quorate.node;

import io.quorate.plan.facts.ProbeRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A probe request as a shell program. */
public final class ProbeProgram {
  private static final String BODY = asset("/assets/node/probe.sh");

  private ProbeProgram() {}

  /** The names of the request's scripts in the order in which the program numbers them. */
  static List<String> scriptNames(ProbeRequest request) {
    return request.scripts().keySet().stream().sorted().toList();
  }

  public static String of(ProbeRequest request) {
    StringBuilder text = new StringBuilder();
    list(text, "names", request.names());
    list(text, "targets", request.targets());
    list(text, "paths", request.paths());
    list(text, "commands", request.commands());
    list(text, "units", orderedUnits(request));
    text.append("etcdctl=").append(quoted(request.etcdctl())).append('\n');
    text.append("scripts() {\n:\n");
    List<String> scripts = scriptNames(request);
    for (int i = 0; i < scripts.size(); i++) {
      String script = request.scripts().getOrDefault(scripts.get(i), "");
      text.append("(unset IFS; set +f; eval ")
          .append(quoted(script))
          .append(") 2>/dev/null | pieces script-")
          .append(i)
          .append(" &\n");
    }
    text.append("wait\n}\n").append(BODY);
    return text.toString();
  }

  /** systemctl answers one state a line, in the order asked. */
  static List<String> orderedUnits(ProbeRequest request) {
    return request.units().stream().sorted().toList();
  }

  private static void list(StringBuilder text, String name, Collection<String> values) {
    List<String> sorted = new ArrayList<>(values);
    sorted.sort(null);
    text.append(name).append('=').append(quoted(String.join("\n", sorted))).append('\n');
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static String asset(String path) {
    try (InputStream in = ProbeProgram.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
