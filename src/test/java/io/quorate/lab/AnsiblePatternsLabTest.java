package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.ansible.AnsibleGroups;
import io.quorate.inventory.ansible.HostSelection;
import io.quorate.inventory.ansible.PatternSamples;
import io.quorate.inventory.form.Forms;
import io.quorate.inventory.form.HostLimit;
import io.quorate.inventory.form.Source;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.secret.Vault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pattern means the hosts that the real Ansible would take. */
@Tag("lab")
class AnsiblePatternsLabTest {

  @TempDir Path folder;

  private Path hosts() throws Exception {
    return Files.writeString(folder.resolve("hosts"), PatternSamples.HOSTS);
  }

  /** One call for all: each pattern is a play of its own. */
  @Test
  void everyPatternMeansTheSame() throws Exception {
    StringBuilder plays = new StringBuilder();
    for (String pattern : PatternSamples.PATTERNS) {
      plays.append("- hosts: '").append(pattern).append("'\n  gather_facts: false\n");
    }
    Path playbook = Files.writeString(folder.resolve("plays.yml"), plays);
    String listed =
        ansible("ansible-playbook", "-i", hosts().toString(), "--list-hosts", playbook.toString());
    List<Set<String>> theirs = new ArrayList<>();
    for (String line : listed.lines().toList()) {
      if (line.startsWith("  play #")) {
        theirs.add(new TreeSet<>());
      } else if (line.startsWith("      ")) {
        theirs.getLast().add(line.strip());
      }
    }
    assertThat(theirs).as(listed).hasSameSizeAs(PatternSamples.PATTERNS);

    AnsibleGroups groups =
        Forms.groups(Source.of(hosts()), Catalogue.load(), Vault.closed(), new ArrayList<>());
    Map<String, Set<String>> ansible = new LinkedHashMap<>();
    Map<String, Set<String>> ours = new LinkedHashMap<>();
    for (int i = 0; i < theirs.size(); i++) {
      String pattern = PatternSamples.PATTERNS.get(i);
      ansible.put(pattern, theirs.get(i));
      ours.put(pattern, new TreeSet<>(HostSelection.of(HostSelection.parts(pattern), groups)));
    }
    assertThat(ours).isEqualTo(ansible);
  }

  @Test
  void theLinesOfAFileArePatterns() throws Exception {
    Path limit = Files.writeString(folder.resolve("some.txt"), "web\n  db[0] \n\n!web-2\n");
    String pattern = "lonely,@" + limit;
    String listed =
        ansible("ansible", "all", "-i", hosts().toString(), "--limit", pattern, "--list-hosts");
    List<String> theirs =
        listed.lines().filter(line -> line.startsWith("    ")).map(String::strip).toList();

    HostLimit ours =
        HostLimit.of(pattern, Source.of(hosts()), Catalogue.load(), Vault.closed(), null);
    assertThat(ours.hosts()).containsExactlyInAnyOrderElementsOf(theirs);
  }

  private static String ansible(String... words) {
    try {
      return Commands.run(Limits.SOON, AnsibleInventory.environment(), List.of(words))
          .orFail()
          .output();
    } catch (AssertionError e) {
      throw new AssertionError("Ansible is needed here, of the package ansible-core", e);
    }
  }
}
