package io.quorate.node.ssh;

import io.quorate.node.ssh.config.HostPatterns;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a known_hosts file, as sshd(8) describes them. Keys are compared as bytes, so a key
 * type that this program does not speak is kept apart as well as any other. Lines that make no
 * sense are left out, as OpenSSH does.
 */
record KnownHosts(List<Entry> entries) {

  KnownHosts {
    entries = List.copyOf(entries);
  }

  /** What a line says of its key beside whose it is. */
  enum Mark {
    /** The hosts show it. */
    NONE(""),
    /** Nobody may show it any more, nor a certificate that it has signed. */
    REVOKED("@revoked "),
    /** It signs the hosts' certificates. */
    AUTHORITY("@cert-authority ");

    private final String prefix;

    Mark(String prefix) {
      this.prefix = prefix;
    }
  }

  /**
   * One key of one or more hosts.
   *
   * @param hosts patterns with commas between them, or one hashed name
   * @param key in the SSH wire format
   * @param file where it stands; empty when it was handed over
   * @param line counted from 1
   */
  record Entry(Mark mark, String hosts, String type, byte[] key, String file, int line) {

    boolean is(Mark other) {
      return mark == other;
    }

    boolean appliesTo(String host) {
      if (hosts.startsWith("|1|")) {
        return hashMatches(hosts, host);
      }
      return HostPatterns.match(List.of(hosts.toLowerCase(Locale.ROOT).split(",")), host);
    }

    boolean holds(byte[] other) {
      return Arrays.equals(key, other);
    }

    String place() {
      return file.isEmpty() ? "the keys settled before the run" : file + " line " + line;
    }

    /** The command that forgets the host's keys in this file. */
    String removal(String host) {
      return "ssh-keygen -R '" + host + "'" + (file.isEmpty() ? "" : " -f '" + file + "'");
    }

    /** This key for one host, as a line of known_hosts. */
    String lineFor(String host) {
      return mark.prefix + host + " " + type + " " + Base64.getEncoder().encodeToString(key);
    }
  }

  static KnownHosts parse(List<String> lines, String file) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Entry entry = parseLine(lines.get(i).strip(), file, i + 1);
      if (entry != null) {
        entries.add(entry);
      }
    }
    return new KnownHosts(entries);
  }

  /** Null for comments and noise, such as a mark that nobody knows. */
  private static @Nullable Entry parseLine(String line, String file, int number) {
    if (line.isEmpty() || line.startsWith("#")) {
      return null;
    }
    List<String> words = new ArrayList<>(List.of(line.split("\\s+")));
    @Nullable Mark mark = Mark.NONE;
    if (words.getFirst().startsWith("@")) {
      String prefix = words.removeFirst() + " ";
      mark =
          Arrays.stream(Mark.values())
              .filter(m -> m.prefix.equals(prefix))
              .findFirst()
              .orElse(null);
    }
    if (mark == null || words.size() < 3) {
      return null;
    }
    try {
      byte[] key = Base64.getDecoder().decode(words.get(2));
      return key.length == 0
          ? null
          : new Entry(mark, words.get(0), words.get(1), key, file, number);
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  List<Entry> of(String host) {
    return entries.stream().filter(e -> e.appliesTo(host)).toList();
  }

  KnownHosts and(KnownHosts other) {
    List<Entry> both = new ArrayList<>(entries);
    both.addAll(other.entries);
    return new KnownHosts(both);
  }

  private static boolean hashMatches(String hashed, String host) {
    String[] parts = hashed.split("\\|");
    if (parts.length != 4) {
      return false;
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[2]), "HmacSHA1"));
      byte[] expected = Base64.getDecoder().decode(parts[3]);
      return Arrays.equals(expected, mac.doFinal(host.getBytes(StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException malformed) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has HmacSHA1", e);
    }
  }
}
