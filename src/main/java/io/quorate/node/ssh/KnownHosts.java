package io.quorate.node.ssh;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
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

  /**
   * One key of one or more hosts.
   *
   * @param hosts patterns with commas between them, or one hashed name
   * @param key in the SSH wire format
   * @param file where it stands; empty when it was handed over
   * @param line counted from 1
   */
  record Entry(boolean revoked, String hosts, String type, byte[] key, String file, int line) {

    boolean appliesTo(String host) {
      if (hosts.startsWith("|1|")) {
        return hashMatches(hosts, host);
      }
      boolean found = false;
      for (String pattern : hosts.toLowerCase(Locale.ROOT).split(",")) {
        boolean negated = pattern.startsWith("!");
        if (globMatches(negated ? pattern.substring(1) : pattern, host)) {
          if (negated) {
            return false;
          }
          found = true;
        }
      }
      return found;
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
      return (revoked ? "@revoked " : "")
          + host
          + " "
          + type
          + " "
          + Base64.getEncoder().encodeToString(key);
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

  /** Null for comments, for certificate authorities (certificates are not asked for), and noise. */
  private static @Nullable Entry parseLine(String line, String file, int number) {
    if (line.isEmpty() || line.startsWith("#")) {
      return null;
    }
    List<String> words = new ArrayList<>(List.of(line.split("\\s+")));
    boolean revoked = words.getFirst().equals("@revoked");
    if (words.getFirst().startsWith("@")) {
      if (!revoked) {
        return null;
      }
      words.removeFirst();
    }
    if (words.size() < 3) {
      return null;
    }
    try {
      byte[] key = Base64.getDecoder().decode(words.get(2));
      return key.length == 0
          ? null
          : new Entry(revoked, words.get(0), words.get(1), key, file, number);
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

  private static boolean globMatches(String pattern, String host) {
    if (!pattern.contains("*") && !pattern.contains("?")) {
      return pattern.equals(host);
    }
    StringBuilder regex = new StringBuilder();
    for (char c : pattern.toCharArray()) {
      regex.append(
          switch (c) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(String.valueOf(c));
          });
    }
    return Pattern.matches(regex.toString(), host);
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
