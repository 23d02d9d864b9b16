package io.quorate.inventory.ansible;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.ansible.SshArguments.Option;
import io.quorate.inventory.ansible.SshArguments.Way;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SshArgumentsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          -o ProxyJump=ops@bastion:2022                         | ops@bastion:2022
          -oProxyJump=b                                         | b
          -o 'ProxyJump b'                                      | b
          -o "proxyjump = b"                                    | b
          -J b                                                  | b
          -Jb                                                   | b
          -qJ b                                                 | b
          -o ForwardAgent=yes -J a,b@c:23                       | a,b@c:23
          -J ssh://ops@bastion:2022                             | ops@bastion:2022
          -o ProxyJump=none                                     | none
          -o ProxyCommand=none                                  | none
          -o ProxyJump=a -o ProxyJump=b                         | a
          -o ProxyJump=a -o ProxyCommand="ssh -W %h:%p b"       | a
          -o ProxyCommand="ssh -W %h:%p b" -J a                 | b
          -o ProxyCommand="ssh -W %h:%p -q ops@bastion"         | ops@bastion
          -o ProxyCommand="ssh -W %h:%p bastion -p 2022 -l ops" | ops@bastion:2022
          -o ProxyCommand="ssh bastion -W [%h]:%p -oUser=ops"   | ops@bastion
          -o ProxyCommand="/usr/bin/ssh -p22 -W%h:%p r@b"       | r@b:22
          -o ProxyCommand="ssh -l %r -W %h:%p b"                | b
          -o ProxyCommand="ssh -W %h:%p %r@b"                   | b
          -o ProxyCommand="exec ssh -A b nc %h %p"              | b
          -o ProxyCommand="ssh b /bin/nc -w 5 %h %p"            | b
          -o ProxyCommand="ssh -J a -W %h:%p b"                 | a,b
          -o ProxyCommand='ssh -o ProxyCommand="ssh -W %h:%p a" -W %h:%p b' | a,b
          -o ProxyCommand="ssh -F /dev/null -W %h:%p b"         | b
          -o ProxyCommand="nc -X connect -x proxy:3128 %h %p"   | ?
          -o ProxyCommand="ssh -F ssh.cfg -W %h:%p b"           | ?
          -o ProxyCommand="ssh -W other:22 b"                   | ?
          -o ProxyCommand="ssh b"                               | ?
          -o ProxyCommand="cloudflared access ssh --hostname %h"| ?
          -o ServerAliveInterval=5                              |
          """)
  void findsTheWay(String arguments, @Nullable String way) throws Exception {
    Option route = SshArguments.read(arguments).route();
    Way found = route == null ? null : SshArguments.way(route);
    assertThat(route == null ? null : found == null ? "?" : found.text()).isEqualTo(way);
  }

  @Test
  void findsTheKeyOfTheJumpHost() throws Exception {
    Option route =
        SshArguments.read("-o ProxyCommand=\"ssh -i ~/.ssh/b -W %h:%p b\" -i ~/.ssh/n").route();
    assertThat(route).isNotNull();
    assertThat(SshArguments.way(route)).isEqualTo(new Way("b", "~/.ssh/b"));
  }

  @Test
  void namesOptionsAsTheConfigurationDoes() throws Exception {
    SshArguments read = SshArguments.read("-p 23 -o Port=24 -lops -i k -F f -Cqo Compression=no x");
    assertThat(read.options())
        .extracting(o -> o.name() + "=" + o.value())
        .containsExactly(
            "port=23",
            "port=24",
            "user=ops",
            "identityfile=k",
            "-F=f",
            "-C=",
            "-q=",
            "compression=no");
    assertThat(read.value("port")).isEqualTo("23");
    assertThat(read.words()).containsExactly("x");
  }
}
