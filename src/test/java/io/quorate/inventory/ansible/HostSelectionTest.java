package io.quorate.inventory.ansible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.inventory.ansible.HostSelection.NoHostException;
import io.quorate.inventory.form.Forms;
import io.quorate.inventory.form.Source;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.secret.Vault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What a pattern means; AnsiblePatternsLabTest has Ansible's word for all of them. */
class HostSelectionTest {

  static final List<String> PATTERNS = PatternSamples.PATTERNS;

  @TempDir Path folder;
  private AnsibleGroups groups = new AnsibleGroups();

  @BeforeEach
  void read() throws Exception {
    groups = groups(PatternSamples.HOSTS);
  }

  private AnsibleGroups groups(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("hosts"), text);
    return Forms.groups(Source.of(file), Catalogue.load(), Vault.closed(), new ArrayList<>());
  }

  private String select(String pattern) throws NoHostException {
    return String.join(" ", HostSelection.of(HostSelection.parts(pattern), groups));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          web                  | web-1 web-2 web-3
          web,db               | web-1 web-2 web-3 db-a db-b
          web:!db              | web-1 web-2
          web:!db:web-3        | web-1 web-2
          web,&db              | web-3
          !site                | lonely 10.9.0.7 db-a.example
          web-[!1]             | web-2 web-3
          web-[12]*            | web-1 web-2
          w[e]b                | web-1 web-2 web-3
          site[0]              | db-a
          site[1:3]            | db-b web-3 web-1
          web[-1]              | web-3
          web[2:0]             | web-3
          ~web-[12]            | web-1 web-2
          ungrouped            | lonely
          all[1]               | 10.9.0.7
          10.9.0.7:lonely      | 10.9.0.7 lonely
          """)
  void meansHosts(String pattern, String hosts) throws Exception {
    assertThat(select(pattern)).isEqualTo(hosts);
  }

  @ParameterizedTest
  @FieldSource("PATTERNS")
  void eachOfTheSamplesMeansSome(String pattern) throws Exception {
    assertThat(select(pattern)).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          wbe          | There is no host and no group "wbe".            | Did you mean web?
          all:!wep     | There is no host and no group "wep".            | Did you mean web?
          ash[1:2]     | There is no host and no group "ash".            | There are these groups: web, db, site, far, empty.
          nothing-*    | There is no host and no group "nothing-*".      | There are these groups: web, db, site, far, empty.
          web[3]       | "web[3]" means no host: there are 3.            | [0] is the first, [-1] the last, [0:2] are the first three.
          web[-4]      | "web[-4]" means no host: there are 3.           | [0] is the first, [-1] the last, [0:2] are the first three.
          ~web-(       | "~web-(" cannot be read: Unclosed group.        | Behind ~ stands a regular expression, such as ~node-[0-9]+.
          empty        | No host is left.                                | x,y are the hosts of either; x,&y those that are of both; x,!y those of x less y's.
          web,!all     | No host is left.                                | x,y are the hosts of either; x,&y those that are of both; x,!y those of x less y's.
          web-[12]     | There is no host and no group "web-".           | Did you mean web?
          web:80       | There is no host and no group "web:80".         | There are these groups: web, db, site, far, empty.
          """)
  void meansNone(String pattern, String what, String remedy) {
    NoHostException none =
        Objects.requireNonNull(catchThrowableOfType(NoHostException.class, () -> select(pattern)));
    assertThat(none).hasMessage(what);
    assertThat(none.remedy()).isEqualTo(remedy);
  }

  @Test
  void nothingIsNotAll() {
    for (String pattern : List.of("", " ", ",", ":")) {
      assertThatThrownBy(() -> select(pattern)).isInstanceOf(NoHostException.class);
    }
    assertThatThrownBy(() -> select("!")).isInstanceOf(NoHostException.class);
  }

  @Test
  void addressesAndRangesAreNotTornApart() {
    assertThat(HostSelection.parts("fe80::1")).containsExactly("fe80::1");
    assertThat(HostSelection.parts("[fe80::1]:22")).containsExactly("[fe80::1]:22");
    assertThat(HostSelection.parts("node-[01:20].lan")).containsExactly("node-[01:20].lan");
    assertThat(HostSelection.parts("a:b[1:2]:!c")).containsExactly("a", "b[1:2]", "!c");
  }

  /** A group that is in itself ends no count. */
  @Test
  void aLoopOfGroupsEnds() throws Exception {
    groups = groups("[a:children]\nb\n[b:children]\na\n[b]\nh1\nh2\n");
    assertThat(select("all[0:5]")).isEqualTo("h1 h2");
    assertThat(select("a")).isEqualTo("h1 h2");
  }

  @Test
  void aHostGoesBeforeAGroupOfItsName() throws Exception {
    groups = groups("[twin]\nh1\ntwin\n[rest]\nh2\n");
    assertThat(select("twin")).isEqualTo("twin");
    assertThat(select("all:!twin")).isEqualTo("h2");
  }
}
