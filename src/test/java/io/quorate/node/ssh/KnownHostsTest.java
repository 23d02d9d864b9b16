package io.quorate.node.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownHostsTest {
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3});

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "node-1|node-1|true",
        "node-1|node-10|false",
        "NODE-1|node-1|true",
        "a,node-1,10.0.0.1|10.0.0.1|true",
        "[node-1]:2222|[node-1]:2222|true",
        "[node-1]:2222|node-1|false",
        "node-1|[node-1]:2222|false",
        "*.lan|a.lan|true",
        "*.lan|lan|false",
        "10.0.0.?|10.0.0.7|true",
        "10.0.0.?|10x0.0.7|false",
        "*.lan,!b.lan|a.lan|true",
        "*.lan,!b.lan|b.lan|false",
        "!b.lan|a.lan|false",
        "[*]:2222|[node-1]:2222|true",
      })
  void patternsAreOpenSshs(String hosts, String host, boolean applies) {
    assertThat(parse(hosts + " ssh-ed25519 " + KEY).of(host)).hasSize(applies ? 1 : 0);
  }

  /** The two lines were made by {@code ssh-keygen -H}. */
  @Test
  void namesMayBeHashed() {
    KnownHosts known =
        parse(
            "|1|ck+kkJf8Z3XeagckQS9MK3dv+hY=|0tT3FP9IAlr5fO1Kemu05LUZzgU= ssh-ed25519 " + KEY,
            "|1|HAVW6bLO279LAlbijq9/PYsoNxw=|HRT2hSysns59FgqxLcWR25Zsg6Q= ssh-rsa " + KEY);

    assertThat(known.of("node-1"))
        .extracting(KnownHosts.Entry::type)
        .containsExactly("ssh-ed25519");
    assertThat(known.of("[node-2]:2222"))
        .extracting(KnownHosts.Entry::type)
        .containsExactly("ssh-rsa");
    assertThat(known.of("node-2")).isEmpty();
  }

  @Test
  void linesThatMakeNoSenseAreLeftOut() {
    KnownHosts known =
        parse(
            "",
            "# comment",
            "node-1",
            "node-1 ssh-ed25519",
            "node-1 ssh-ed25519 not!base64",
            "@cert-authority *",
            "@unheard-of node-1 ssh-ed25519 " + KEY,
            "|1|broken ssh-ed25519 " + KEY,
            "|1|*|* ssh-ed25519 " + KEY,
            "  node-1   ssh-ed25519\t" + KEY + " a comment");

    assertThat(known.of("node-1")).hasSize(1).first().returns(10, KnownHosts.Entry::line);
  }

  @Test
  void revokedKeysAreKept() {
    assertThat(parse("@revoked * ssh-rsa " + KEY).of("node-1"))
        .singleElement()
        .returns(KnownHosts.Mark.REVOKED, KnownHosts.Entry::mark);
  }

  @Test
  void authoritiesAreKept() {
    assertThat(parse("@cert-authority *.lan ssh-rsa " + KEY).of("node-1.lan"))
        .singleElement()
        .returns(KnownHosts.Mark.AUTHORITY, KnownHosts.Entry::mark)
        .returns("@cert-authority node-1.lan ssh-rsa " + KEY, e -> e.lineFor("node-1.lan"));
  }

  /** A file of any bytes is read, and each line that counts is one that its number leads to. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyLinesAreRead(long seed) {
    Random random = new Random(seed);
    String[] parts = {
      "@revoked",
      "@cert-authority",
      "@",
      "node-1",
      "!node-1",
      "*",
      "?",
      "|1|",
      "|",
      ",",
      "[",
      "]:22",
      "ssh-ed25519",
      KEY,
      "=",
      "#",
      " ",
      "  ",
      "\t",
      "\u0000",
      "\u00e9",
      "\\E",
      "ck+kkJf8Z3XeagckQS9MK3dv+hY="
    };
    for (int i = 0; i < 500; i++) {
      List<String> lines = new ArrayList<>();
      for (int n = random.nextInt(4); n >= 0; n--) {
        StringBuilder line = new StringBuilder();
        for (int m = random.nextInt(9); m > 0; m--) {
          line.append(parts[random.nextInt(parts.length)]);
        }
        lines.add(line.toString());
      }
      lines.add("node-1 ssh-ed25519 " + KEY);

      List<KnownHosts.Entry> found = KnownHosts.parse(lines, "known_hosts").of("node-1");

      assertThat(found).as("%s", lines).isNotEmpty();
      assertThat(found)
          .as("%s", lines)
          .allSatisfy(
              entry -> {
                assertThat(lines.get(entry.line() - 1)).contains(entry.hosts(), entry.type());
                assertThat(entry.key()).isNotEmpty();
              });
      assertThat(found.getLast().line()).isEqualTo(lines.size());
    }
  }

  private static KnownHosts parse(String... lines) {
    return KnownHosts.parse(List.of(lines), "known_hosts");
  }
}
