package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.ansible.AnsibleGroups;
import io.quorate.inventory.form.Form;
import io.quorate.inventory.form.Forms;
import io.quorate.inventory.form.Source;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.release.InventoryLoader;
import io.quorate.inventory.secret.Vault;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.yaml.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The real Ansible is the judge of what an inventory means: hosts, groups and variables. */
@Tag("lab")
class AnsibleInventoryLabTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

  @TempDir Path folder;

  /**
   * An inventory as files.
   *
   * @param given the names of the files and folders that Ansible is given
   */
  record Case(String name, List<String> given, Map<String, String> files) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case of(String name, String main, String... files) {
    return together(name, List.of(main), files);
  }

  private static Case together(String name, List<String> given, String... files) {
    Map<String, String> all = new LinkedHashMap<>();
    for (int i = 0; i < files.length; i += 2) {
      all.put(files[i], files[i + 1]);
    }
    return new Case(name, given, all);
  }

  static List<Case> cases() {
    return List.of(
        of(
            "ranges in INI",
            "hosts",
            "hosts",
            """
            node[01:20]
            [letters]
            db-[a:f].example.com
            x[A:D]y[1:3]
            step[0:10:5] v=1
            z[:3]
            [mixed]
            a[x:C]
            p[008:011]:2222
            p008 ansible_port=22
            """),
        of(
            "children and variables",
            "hosts",
            "hosts",
            """
            lonely a=1
            [one]
            h1 a=line
            h2
            [two]
            h2
            h3
            [parent:children]
            one # a comment
            two
            [grand:children]
            parent
            [one:vars]
            a=one
            b=one
            [two:vars]
            b=two
            [parent:vars]
            b=parent
            c=parent
            [grand:vars]
            c=grand
            d=grand
            [all:vars]
            d=all
            e=all
            """),
        of(
            "priority and depth",
            "hosts",
            "hosts",
            """
            [a]
            h1
            [b]
            h1
            [c:children]
            d
            [d]
            h1
            [a:vars]
            ansible_group_priority=5
            v=a
            w=a
            [b:vars]
            v=b
            w=b
            x=b
            [c:vars]
            x=c
            y=c
            [d:vars]
            y=d
            w=d
            """),
        of(
            "values, quotes and comments",
            "hosts",
            "hosts",
            """
            ; a comment
            h1 a=1 b=1.5 c=True d=true e=None f='a b' g="x # y" h=x#y i=2
            h2 a='[1, 2]' b="{'k': 'v', 'n': [1, {'m': False}]}" c=(1,2) d=\\'q\\' e="'1'"
            h3 a=0x10 b=1_000 c=007 d=-5 e=+5 f=1e3 g=0o17 h=.5 i=5.
            h4 a="'''tri'''" b=r'raw\\n' c="u'x'" d="'a' 'b'" e=1,2 f="'x',"
            [all:vars]
            v1 = spaced out
            v2='quoted # inside' # behind
            v3=bare # not a comment
            v4=5 # a comment
            v5=
            v6=a=b=c
            v7="double"
            v8=['a', "b", 3, True, None]
            v9={'a': {'b': ['c']}}
            v10=FALSE
            v11=yes
            v12=12:30
            v13='\\u00e9\\x41\\101\\n\\q'
            v14=é中😀
            v15=1.30
            v16={1: 2}
            v18=()
            v19=((('x')))
            v20=1 + 1
            v21=- 7
            v22="a" "b"
            v23='a
            v24=[1, 2
            v25=;semi
            """),
        of(
            "folders",
            "inv",
            "inv",
            """
            [web]
            w1 a=line
            w2
            [db]
            d1
            [site:children]
            web
            db
            [web:vars]
            a=file
            b=file
            [all:vars]
            c=file
            """,
            "group_vars/all.yml",
            "b: folder-all\nc: folder-all\nd: [1, two, {three: 3}]\n",
            "group_vars/web",
            "b: folder-web\n",
            "group_vars/site/10-first.yml",
            "e: first\nf: first\n",
            "group_vars/site/20-second.yaml",
            "e: second\n",
            "group_vars/site/30-third.json",
            "{\"f\": \"third\"}",
            "group_vars/site/40.txt",
            "e: not read\n",
            "group_vars/site/.hidden.yml",
            "e: hidden\n",
            "group_vars/site/backup.yml~",
            "e: backup\n",
            "group_vars/site/deep/50",
            "g: deep\n",
            "group_vars/db.yaml",
            "g: db\n",
            "group_vars/nobody.yml",
            "z: 1\n",
            "host_vars/w1.yml",
            "a: host\nh: host\n",
            "host_vars/d1/x.yml",
            "g: host-folder\n",
            "group_vars/ungrouped.yml",
            "u: 1\n"),
        of(
            "folder of all with subfolder and hosts without group",
            "hosts.ini",
            "hosts.ini",
            "alone\n[g]\nh1\n",
            "group_vars/all/a.yml",
            "a: 1\nb: text\n",
            "group_vars/all/b.yml",
            "b: 2.50\nc: yes\n",
            "group_vars/ungrouped.yml",
            "u: ungrouped\n"),
        of(
            "YAML",
            "inv.yaml",
            "inv.yaml",
            """
            all:
              vars: {a: all, n: 1.30, t: yes, q: "1", l: [1, "2", {x: no}], e: }
              hosts:
                "n[1:3]:2222": {b: hosts}
                alone:
              children:
                outer:
                  vars: {a: outer, c: outer}
                  children:
                    inner:
                      hosts: {n1: {b: inner}, "db-[a:c]": }
                      vars: {c: inner}
                  hosts: {n2: {b: outer}}
            second:
              hosts: {n3: {a: second}, far: {ansible_host: "::1"}}
              vars: {c: second}
            inner:
              vars: {d: again}
            """,
            "group_vars/second.yml",
            "c: folder\n"),
        together(
            "two files, each with folders beside it",
            List.of("a/hosts", "b/hosts"),
            "a/hosts",
            """
            [web]
            w1 x=a y=a
            w2:2222
            [web:vars]
            g=a
            h=a
            [all:vars]
            z=a
            y=all
            """,
            "b/hosts",
            """
            w1 x=b
            w2:3333 x=b
            [web]
            w3
            [web:vars]
            g=b
            [site:children]
            web
            [db]
            w2
            [all:vars]
            z=b
            """,
            "a/group_vars/web.yml",
            "p: inner of a\nq: inner of a\n",
            "a/group_vars/site.yml",
            "q: outer of a\nr: outer of a\n",
            "b/group_vars/site.yml",
            "p: outer of b\n",
            "a/group_vars/all.yml",
            "z: a\nt: a\nr: all of a\n",
            "b/group_vars/all.yml",
            "t: b\nq: all of b\n",
            "a/host_vars/w1.yml",
            "k: a\nl: a\n",
            "b/host_vars/w1.yml",
            "k: b\n"),
        together(
            "YAML, then INI that goes on with its groups, then YAML again",
            List.of("one.yaml", "two", "three.yml"),
            "one.yaml",
            """
            all:
              hosts: {lonely: {a: 1}}
              children:
                web: {hosts: {w1: {a: one}}, vars: {v: one, ansible_group_priority: 5}}
                other: {hosts: {w1: }, vars: {v: other}}
            """,
            "two",
            """
            [web:vars]
            v=two
            w=two
            [outer:children]
            web
            [third]
            lonely
            """,
            "three.yml",
            "web: {hosts: {w1: {a: three}, w9: }}\nother: {vars: {v: three}}\n"),
        together(
            "the same folder before and behind another",
            List.of("a/one", "b/two", "a/three"),
            "a/one",
            "[g]\nh1\n",
            "b/two",
            "[g]\nh2\n",
            "a/three",
            "[g]\nh3\n",
            "a/group_vars/g.yml",
            "v: a\n",
            "b/group_vars/g.yml",
            "v: b\nw: b\n"),
        of(
            "a folder",
            "inv",
            "inv/10-first",
            "[web]\nw1 a=first b=first\n[web:vars]\nv=first\n",
            "inv/02-sorted-as-text",
            "[web]\nw1 a=02 b=02 c=02\n",
            "inv/20-sub/x.yaml",
            "web: {hosts: {w2: {a: sub}}, vars: {v: sub}}\n",
            "inv/20-sub/group_vars/web.yml",
            "s: not read\n",
            "inv/Z.yml",
            "web: {hosts: {w1: {c: Z}}}\n",
            "inv/a.json",
            "{\"web\": {\"hosts\": {\"w3\": {\"a\": \"json\"}}}}",
            "inv/é",
            "[web]\nw4\n",
            "inv/group_vars/web.yml",
            "v: folder\ng: folder\n",
            "inv/host_vars/w2.yml",
            "h: folder\n",
            "inv/vars_plugins/p",
            "[web]\nno-1\n",
            "inv/.hidden",
            "[web]\nno-2\n",
            "inv/.hidden-folder/hosts",
            "[web]\nno-3\n",
            "inv/old.bak/hosts",
            "[web]\nno-4\n",
            "inv/hosts~",
            "[web]\nno-5\n",
            "inv/hosts.orig",
            "[web]\nno-6\n",
            "inv/ansible.cfg",
            "[web]\nno-7\n",
            "inv/site.retry",
            "w1\n",
            "inv/README.md",
            "# What this is\n",
            "inv/notes.txt",
            "Call me.\n",
            "inv/notes.rst",
            "Call me.\n",
            "inv/x.pyc",
            "x\n",
            "inv/x.pyo",
            "x\n",
            "inv/x.swp",
            "x\n",
            "inv/x.rpm",
            "x\n"),
        together(
            "a folder and files around it",
            List.of("base", "inv", "last.yaml"),
            "base",
            "[web]\nw1 a=base\n[web:vars]\nv=base\nw=base\n",
            "group_vars/web.yml",
            "g: outside\nk: outside\n",
            "inv/hosts",
            "[web]\nw1 a=folder b=folder\n[web:vars]\nv=folder\n",
            "inv/group_vars/web.yml",
            "g: inside\n",
            "last.yaml",
            "web: {hosts: {w1: {b: last}}}\n"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithAnsible(Case inventory) throws Exception {
    for (var file : inventory.files().entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    assertAgreement(inventory.given().stream().map(folder::resolve).toArray(Path[]::new));
  }

  /** Hundreds of values that nobody would write, in hosts' lines and in :vars. */
  @Test
  void agreesOnNastyValues() throws Exception {
    Random random = new Random(20261125);
    String signs = "abT01. ,-_'\"\\[](){}#:;=+*é";
    StringBuilder hosts = new StringBuilder("[g]\n");
    StringBuilder variables = new StringBuilder("[g:vars]\n");
    for (int i = 0; i < 400; i++) {
      StringBuilder value = new StringBuilder();
      for (int n = random.nextInt(9); n >= 0; n--) {
        value.append(signs.charAt(random.nextInt(signs.length())));
      }
      variables.append("v").append(i).append('=').append(value).append('\n');
      String quoted = value.toString().replace("'", "'\"'\"'");
      hosts.append("h").append(i).append(" v='").append(quoted).append("'\n");
    }
    assertAgreement(Files.writeString(folder.resolve("hosts"), hosts + variables.toString()));
  }

  static List<Path> samples() throws IOException {
    try (var files = Files.list(Path.of("inventory-samples"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Our own form as it is, and what we write as YAML and INI. */
  @ParameterizedTest
  @MethodSource("samples")
  void readsWhatWeWrite(Path sample) throws Exception {
    assertAgreement(sample);
    Inventory inventory =
        Objects.requireNonNull(InventoryLoader.load(sample, TODAY).inventory(), sample.toString());
    for (Form form : List.of(Form.NATIVE, Form.INI)) {
      String ending = form == Form.INI ? ".ini" : ".yaml";
      Path written = folder.resolve("written" + ending);
      Files.writeString(written, Forms.write(inventory, form).text());

      assertAgreement(written);
      AnsibleInventory ansible = AnsibleInventory.of(written);
      assertThat(ansible.hostsOf("k8s_masters"))
          .isEqualTo(new TreeSet<>(inventory.masters().stream().map(h -> h.name()).toList()));
      for (var host : inventory.hosts()) {
        Map<String, JsonNode> variables = ansible.variablesOf(host.name());
        assertThat(variables.get("ansible_host").asText()).isEqualTo(host.address());
        assertThat(variables.get(Setting.KUBERNETES_VERSION.key()).asText())
            .isEqualTo(inventory.versions().kubernetes());
        assertThat(variables.get(Setting.ANSIBLE_BECOME.key()).asBoolean())
            .isEqualTo(inventory.access().become());
      }
    }
  }

  static void assertAgreement(Path... files) throws IOException {
    List<Problem> problems = new ArrayList<>();
    AnsibleGroups ours =
        Forms.groups(Source.of(List.of(files)), Catalogue.load(), Vault.closed(), problems);
    AnsibleInventory theirs = AnsibleInventory.of(files);

    assertThat(problems).isEmpty();
    assertThat(new TreeSet<>(ours.hosts())).isEqualTo(theirs.hostsOf(AnsibleGroups.ALL));
    for (AnsibleGroups.Group group : ours.groups()) {
      if (!group.name.equals(AnsibleGroups.UNGROUPED)) {
        assertThat(new TreeSet<>(ours.hostsOf(group.name)))
            .as(group.name)
            .isEqualTo(theirs.hostsOf(group.name));
      }
    }
    for (String group : theirs.groups()) {
      if (!group.equals(AnsibleGroups.UNGROUPED) && !group.equals(AnsibleGroups.ALL)) {
        assertThat(ours.group(group)).as(group).isNotNull();
      }
    }
    AnsibleGroups.Precedence precedence = ours.precedence();
    for (String host : ours.hosts()) {
      Map<String, Written.Entry> mine = precedence.merged(host);
      Map<String, JsonNode> other = theirs.variablesOf(host);
      assertThat(mine.keySet()).as(host).isEqualTo(other.keySet());
      mine.forEach(
          (name, entry) ->
              assertThat(same(entry.value(), other.get(name)))
                  .as(host + "." + name + ": " + entry.value() + " and " + other.get(name))
                  .isTrue());
    }
  }

  private static boolean same(Written ours, JsonNode theirs) {
    return switch (ours) {
      case Written.Nothing _ -> theirs.isNull();
      case Written.Vault _, Written.Opened _ -> false;
      case Written.Scalar scalar ->
          scalar.plain()
              ? AnsibleInventory.agree(scalar.text(), theirs)
              : theirs.isTextual() && theirs.asText().equals(scalar.text());
      case Written.Sequence sequence -> {
        boolean all = theirs.isArray() && theirs.size() == sequence.items().size();
        for (int i = 0; all && i < theirs.size(); i++) {
          all = same(sequence.items().get(i), theirs.get(i));
        }
        yield all;
      }
      case Written.Mapping mapping -> {
        boolean all = theirs.isObject() && theirs.size() == mapping.entries().size();
        for (Iterator<String> names = mapping.entries().keySet().iterator();
            all && names.hasNext(); ) {
          String name = names.next();
          Written value = Objects.requireNonNull(mapping.entries().get(name)).value();
          all = theirs.has(name) && same(value, theirs.get(name));
        }
        yield all;
      }
    };
  }
}
