package io.quorate.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.node.Node.NodeException;
import io.quorate.plan.Secret;
import io.quorate.plan.facts.MasterView;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** Gathers the lines of a probe and reads the facts out of them. */
public final class ProbeAnswer {
  private static final Set<String> VIEW =
      Arrays.stream(MasterView.Question.values())
          .map(MasterView.Question::script)
          .collect(Collectors.toUnmodifiableSet());
  private static final Map<String, String> FOLDERS =
      Map.of("pki", "/etc/kubernetes/pki", "record", "/var/lib/quorate");
  private static final int CAP_SYS_RESOURCE = 24;

  private final String node;
  private final ProbeRequest request;
  private final Map<String, List<String>> values = new HashMap<>();
  private final Map<String, StringBuilder> texts = new LinkedHashMap<>();
  private long skewMillis;

  public ProbeAnswer(String node, ProbeRequest request) {
    this.node = node;
    this.request = request;
  }

  /**
   * @param sentMillis when the program was sent, by the operator's clock
   * @param nowMillis when the line came
   */
  public void accept(String line, long sentMillis, long nowMillis) {
    int space = line.indexOf(' ');
    String key = space < 0 ? line : line.substring(0, space);
    String value = space < 0 ? "" : line.substring(space + 1);
    switch (key) {
      case "clock" -> {
        if (value.matches("[0-9]{10,19}")) {
          skewMillis = skew(Long.parseLong(value) / 1_000_000, sentMillis, nowMillis);
          put(key, value);
        }
      }
      case "pki", "record" -> {
        // Each try begins with the key alone.
        if (value.isEmpty()) {
          texts.put(key, new StringBuilder());
        } else {
          texts.computeIfAbsent(key, k -> new StringBuilder()).append(value);
        }
      }
      case "etcd" -> texts.computeIfAbsent(key, k -> new StringBuilder()).append(value);
      default -> {
        if (key.startsWith("script-")) {
          texts.computeIfAbsent(key, k -> new StringBuilder()).append(value);
        } else {
          put(key, value);
        }
      }
    }
  }

  /**
   * The least that explains the answer: the clock was read at some time between question and
   * answer, and a machine under load takes its time.
   */
  private static long skew(long clock, long sentMillis, long nowMillis) {
    return clock > nowMillis ? clock - nowMillis : Math.min(0, clock - sentMillis);
  }

  private void put(String key, String value) {
    values.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
  }

  /** Whether the program came to its end. */
  public boolean complete() {
    return values.containsKey("end");
  }

  public NodeFacts facts() throws NodeException {
    List<String> unreadable = all("unreadable");
    if (!unreadable.isEmpty()) {
      throw new NodeException(
          node
              + ": "
              + unreadable.getFirst()
              + " cannot be read. Connect as root, or turn sudo on");
    }
    if (!values.containsKey("clock")) {
      throw new NodeException(node + ": date does not tell the time as GNU's does");
    }
    Map<String, String> os = properties("os");
    String container = first("container").isEmpty() ? "none" : first("container");
    MasterView view = view();
    Network network =
        Network.read(all("route"), all("route6"), all("fib"), all("address6"), all("mtu"));
    return new NodeFacts(
        node,
        first("hostname"),
        os.getOrDefault("ID", ""),
        os.getOrDefault("VERSION_ID", ""),
        os.getOrDefault("PRETTY_NAME", ""),
        architecture(first("arch")),
        first("kernel"),
        (int) number(first("cpus")),
        number(field("memory", "MemTotal:").replace("kB", "").strip()) / 1024,
        freeMiB(),
        values.containsKey("cgroup2"),
        container,
        (capabilities() >> CAP_SYS_RESOURCE & 1) == 1,
        values.containsKey("conntrack")
            ? first("conntrack").equals("yes")
            : container.equals("none"),
        first("machine-id"),
        skewMillis,
        all("swap").size() > 1,
        network.addresses(),
        network.routes(),
        network.defaultInterface(),
        network.mtu(),
        first("timezone").strip(),
        Sockets.read(all("tcp"), all("holder")),
        Set.copyOf(all("resolves")),
        reaches(),
        activeUnits(),
        Set.copyOf(all("present")),
        Set.copyOf(all("command")),
        pki(),
        members(view),
        view,
        records());
  }

  private static String architecture(String machine) {
    return switch (machine) {
      case "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> machine;
    };
  }

  private long freeMiB() {
    List<String> lines = all("disk");
    if (lines.size() < 2) {
      return 0;
    }
    String[] words = lines.getLast().strip().split("\\s+");
    return words.length < 4 ? 0 : number(words[3]);
  }

  /** What no process can ever gain, so it holds for root whoever asked. */
  private long capabilities() {
    String bounding = field("status", "CapBnd:").strip();
    return bounding.isEmpty() ? 0 : Long.parseUnsignedLong(bounding, 16);
  }

  /** Targets of which nothing was heard timed out; without perl none was tried. */
  private Map<String, Boolean> reaches() {
    Map<String, Boolean> reaches = new HashMap<>();
    if (values.containsKey("reach-tried")) {
      Set<String> heard = Set.copyOf(all("reach"));
      request.targets().forEach(t -> reaches.put(t, heard.contains(t)));
    }
    return reaches;
  }

  private Set<String> activeUnits() {
    List<String> units = ProbeProgram.orderedUnits(request);
    List<String> states = all("unit");
    Set<String> active = new HashSet<>();
    for (int i = 0; i < Math.min(units.size(), states.size()); i++) {
      if (states.get(i).equals("active")) {
        active.add(units.get(i));
      }
    }
    return active;
  }

  private Map<String, Secret> pki() throws NodeException {
    Map<String, Secret> files = new HashMap<>();
    archived("pki").forEach((path, text) -> files.put("/" + path, new Secret(text)));
    return files;
  }

  private Map<String, String> records() throws NodeException {
    Map<String, String> all = new HashMap<>();
    archived("record")
        .forEach((path, text) -> all.put(path.substring(path.lastIndexOf('/') + 1), text));
    answers()
        .forEach(
            (name, answer) -> {
              if (!VIEW.contains(name)) {
                all.put(name, answer);
              }
            });
    return all;
  }

  /** What the request's scripts printed, by their names. */
  private Map<String, String> answers() {
    Map<String, String> all = new HashMap<>();
    List<String> names = ProbeProgram.scriptNames(request);
    for (int i = 0; i < names.size(); i++) {
      StringBuilder base64 = texts.get("script-" + i);
      if (base64 != null) {
        all.put(names.get(i), decoded(base64));
      }
    }
    return all;
  }

  private @Nullable List<NodeFacts.EtcdMember> members(@Nullable MasterView view) {
    StringBuilder base64 = texts.get("etcd");
    if (base64 == null) {
      return view != null && view.reads().contains(view.memberId()) ? view.members() : null;
    }
    JsonNode members = MasterAnswer.json(decoded(base64)).path("members");
    return members.isArray() ? MasterAnswer.members(members) : null;
  }

  private @Nullable MasterView view() {
    return ProbeProgram.scriptNames(request).stream().anyMatch(VIEW::contains)
        ? MasterAnswer.read(answers())
        : null;
  }

  /** The files of an archive of tar by their paths, which begin without a slash. */
  private Map<String, String> archived(String key) throws NodeException {
    StringBuilder base64 = texts.get(key);
    if (base64 == null) {
      return Map.of();
    }
    if (!first(key + "-ended").matches("[01]")) {
      throw new NodeException(
          node + ": tar cannot read every file in " + FOLDERS.get(key) + ". Check the node's disk");
    }
    byte[] archived = Base64.getDecoder().decode(base64.toString());
    Map<String, String> files = new LinkedHashMap<>();
    try (var archive = new TarArchiveInputStream(new ByteArrayInputStream(archived))) {
      for (var entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
        files.put(entry.getName(), new String(archive.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new NodeException(node + ": what tar answered cannot be read: " + e.getMessage());
    }
    return files;
  }

  private static String decoded(StringBuilder base64) {
    return new String(Base64.getDecoder().decode(base64.toString()), StandardCharsets.UTF_8);
  }

  private List<String> all(String key) {
    return values.getOrDefault(key, List.of());
  }

  private String first(String key) {
    List<String> found = all(key);
    return found.isEmpty() ? "" : found.getFirst();
  }

  /** The rest of the line that begins with a word. */
  private String field(String key, String word) {
    return all(key).stream()
        .filter(line -> line.startsWith(word))
        .map(line -> line.substring(word.length()))
        .findFirst()
        .orElse("");
  }

  private Map<String, String> properties(String key) {
    Map<String, String> properties = new HashMap<>();
    for (String line : all(key)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        properties.put(line.substring(0, equals), unquoted(line.substring(equals + 1).strip()));
      }
    }
    return properties;
  }

  private static String unquoted(String text) {
    boolean quoted =
        text.length() > 1
            && (text.startsWith("\"") && text.endsWith("\"")
                || text.startsWith("'") && text.endsWith("'"));
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
