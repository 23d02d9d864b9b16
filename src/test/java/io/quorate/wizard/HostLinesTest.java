package io.quorate.wizard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostLinesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "node-1 10.0.0.11 | node-1 10.0.0.11",
        "10.0.0.11 | node-1 10.0.0.11",
        "node-1=10.0.0.11 | node-1 10.0.0.11",
        "10.0.0.11 node-1 | node-1 10.0.0.11",
        "node-1, 10.0.0.11 | node-1 10.0.0.11",
        "ops@10.0.0.11:2222 | node-1 ops@10.0.0.11:2222",
        "a ops@10.0.0.11:2222 192.168.0.11 | a ops@10.0.0.11:2222 192.168.0.11",
        "db1.example.org | db1 db1.example.org",
        "DB1 db1.example.org | db1 db1.example.org",
        "node-1 ansible_host=10.0.0.11 ansible_user=ops ansible_port=22 | node-1 ops@10.0.0.11:22",
        "a ansible_host=10.0.0.1 ansible_ssh_common_args='-o ProxyJump=ops@b.lan:23' | a 10.0.0.1"
            + " jump_host=ops@b.lan:23",
        "a 10.0.0.1 jump_host=ops@b.lan,ops@c.lan | a 10.0.0.1 jump_host=ops@b.lan,ops@c.lan",
        "a ansible_ssh_host=10.0.0.1 ansible_ssh_port=23 | a 10.0.0.1:23",
        "a ansible_host=10.0.0.1 private_address=10.9.0.1 | a 10.0.0.1 10.9.0.1",
        "a ansible_host=10.0.0.1 ansible_python_interpreter=/usr/bin/python3 | a 10.0.0.1",
        "a-[1-2] 10.0.0.[1-2] ansible_user=ops | a-1 ops@10.0.0.1;a-2 ops@10.0.0.2",
        "node-1 fd00::11 | node-1 fd00::11",
        "node-1 ops@[fd00::11]:2222 | node-1 ops@[fd00::11]:2222",
        "node-1 10.0.0.11 # the first | node-1 10.0.0.11",
        "\uFEFFnode-1 10.0.0.11 | node-1 10.0.0.11",
        "node-1\u00A010.0.0.11\u200B | node-1 10.0.0.11",
        "10.0.0.[11-13] | node-1 10.0.0.11;node-2 10.0.0.12;node-3 10.0.0.13",
        "node-[1-2] 10.0.0.[11-12] | node-1 10.0.0.11;node-2 10.0.0.12",
        "n[08-10] 10.0.0.[8-10] | n08 10.0.0.8;n09 10.0.0.9;n10 10.0.0.10",
        "n[1,3,5-6] 10.0.0.[1,3,5-6] | n1 10.0.0.1;n3 10.0.0.3;n5 10.0.0.5;n6 10.0.0.6",
        "r[1-2]n[1-2] 10.0.[1-2].[1-2] | r1n1 10.0.1.1;r1n2 10.0.1.2;r2n1 10.0.2.1;r2n2 10.0.2.2",
        "# only a comment | \"\"",
        "\" \" | \"\"",
      })
  void understands(String line, String expected) {
    HostLines.Read read = HostLines.read(line, List.of());
    assertThat(read.bad()).isEmpty();
    assertThat(read.hosts().stream().map(HostEntry::line).collect(Collectors.joining(";")))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "node-1 10.0.0.300 | not an IP address",
        "node_1 10.0.0.1 | not a valid node name",
        "node-1 10.0.0.1:0 | not a port",
        "node-1 10.0.0.1:66000 | not a port",
        "node-1 a_b! | neither an IP address nor a host name",
        "node-[1-3] 10.0.0.[1-2] | 3 names for 2 addresses",
        "node-1 10.0.0.[1-2] | 1 name for 2 addresses",
        "10.0.0.[3-1] | runs backwards",
        "10.0.0.[1-x] | is not a range",
        "10.0.0.[1-3 | a range ends with ]",
        "10.0.[0-99].[0-99] | at most 5000",
        "10.0.0.[1-99999] | at most 5000",
        "10.0.0.[254-256] | not an IP address",
        "[k8s_masters] | only its host lines",
        "taken 10.0.0.1 | the name taken is taken",
        "other 10.9.9.9 | is there already",
        "a 10.0.0.1 10.0.0.2 10.0.0.3 | write: name address",
        "a;b@10.0.0.1 | not a valid user name",
        "a ansible_host=10.0.0.1 ansible_connection=local | Quorate reaches hosts over SSH",
        "a ansible_host=10.0.0.1 ansible_become=true | the Access page asks for it",
        "a ansible_host=10.0.0.1 ansible_become_user=ada | works as root, not as ada",
        "a ansible_host=10.0.0.1 ansible_ssh_common_args=-F/x | not followed here",
        "a ansible_host=10.0.0.1 ansible_ssh_common_args=\"-o ProxyCommand=x\" | cannot go the way",
        "a ansible_host=10.0.0.1 ansible_ssh_common_args=\"-o X | A quote is opened here",
        "a ansible_host=10.0.0.1 ansible_ssh_common_args=-oBindInterface=x | Not taken over",
        "a ansible_host=10.0.0.1 ansible_prot=22 | Did you mean ansible_port",
        "a 10.0.0.1 jump_host=a@b@c | is not a valid jump host",
      })
  void saysWhyNot(String line, String reason) {
    HostLines.Read read = HostLines.read(line, List.of(HostEntry.of("taken", "10.9.9.9")));
    assertThat(read.hosts()).isEmpty();
    assertThat(read.bad()).hasSize(1);
    assertThat(read.bad().getFirst().text()).isEqualTo(line);
    assertThat(read.bad().getFirst().reason()).contains(reason);
  }

  @Test
  void aKeyOfTheHostsOwnIsTaken() {
    String line = "a ansible_host=10.0.0.1 ansible_ssh_private_key_file=~/.ssh/k";
    assertThat(HostLines.read(line, List.of()).hosts())
        .singleElement()
        .extracting(HostEntry::keyFile)
        .isEqualTo("~/.ssh/k");
  }

  @Test
  void goodLinesOfAPasteAreTakenAndBadOnesKept() {
    String text =
        IntStream.rangeClosed(1, 50)
            .mapToObj(i -> i % 10 == 0 ? "bad line number " + i : "n" + i + " 10.0.0." + i)
            .collect(Collectors.joining("\n"));
    HostLines.Read read = HostLines.read(text, List.of());
    assertThat(read.hosts()).hasSize(45);
    assertThat(read.bad()).hasSize(5).allMatch(b -> b.text().startsWith("bad line number"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a ansible_host=10.0.0.1 ansible_password=pw | a ansible_host=10.0.0.1",
        "a ansible_ssh_pass=\"p w\" ansible_host=10.0.0.1 | a  ansible_host=10.0.0.1",
        "a root:pw@10.0.0.1:22 | a root@10.0.0.1:22",
        "a ansible_become_password=pw b c d | a  b c d",
      })
  void passwordsAreNotKept(String line, String kept) {
    HostLines.Read read = HostLines.read(line, List.of());
    assertThat(read.hosts()).isEmpty();
    assertThat(read.bad()).containsExactly(new BadLine(kept, read.bad().getFirst().reason()));
    assertThat(read.bad().getFirst().reason()).contains("a password was taken out");
  }

  @Test
  void namesThatAreFreeAreGiven() {
    HostLines.Read read =
        HostLines.read("10.0.0.1\n10.0.0.2", List.of(HostEntry.of("node-1", "10.0.0.9")));
    assertThat(read.hosts()).extracting(HostEntry::name).containsExactly("node-2", "node-3");
  }

  @Test
  void everyHostComesBackFromItsOwnLine() {
    HostLines.Read read =
        HostLines.read("a ops@[fd00::1]:22 fd01::1\nb 10.0.0.1\nc x@h.example:99", List.of());
    assertThat(HostLines.read(read.hosts().get(0).line(), List.of()).hosts().getFirst())
        .isEqualTo(read.hosts().get(0));
    assertThat(HostLines.read(read.hosts().get(2).line(), List.of()).hosts().getFirst())
        .isEqualTo(read.hosts().get(2));
  }
}
