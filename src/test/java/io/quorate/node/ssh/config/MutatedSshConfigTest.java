package io.quorate.node.ssh.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in the files: there is an answer, or a fault that says where, and what to do. */
class MutatedSshConfigTest {
  private static final int FILES = 2000;
  private static final String GOOD =
      """
      # mine
      Host node-* !node-9 "with blank"
        HostName %h.lan
        User=ops
        Port 2222
        IdentityFile ~/.ssh/id_%r@%h
        CertificateFile "/keys/a b"
        ProxyJump ops@bastion:22,[fd00::1]:2022
        UserKnownHostsFile ~/.ssh/known ${HOME}/known
        ProxyCommand nc %h %p
      Match host *.lan user ops,!anna exec "true"
        Include *.conf other/[a-c]?
      Match all
        IdentitiesOnly yes
        HostKeyAlias cluster
      """;

  @TempDir Path home;
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void brokenFilesEndInAWordOfAdvice() throws IOException {
    Path file = Files.createDirectory(home.resolve(".ssh")).resolve("config");
    int faults = 0;
    for (int i = 0; i < FILES; i++) {
      byte[] broken = mutated(GOOD.getBytes(StandardCharsets.UTF_8));
      Files.write(file, broken);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      SshConfig.Found found =
          SshConfig.of(home, home, Map.of("HOME", "/h"))
              .of(new SshConfig.Said("node-1", null, null, "root", false, false));
      String as = "seed " + seed + "\n" + new String(broken, StandardCharsets.UTF_8);
      assertThat(found.port()).as(as).isBetween(1, 65535);
      assertThat(found.host()).as(as).isNotEmpty();
      String fault = found.configured().fault();
      if (fault != null) {
        faults++;
        assertThat(fault)
            .as(as)
            .startsWith(home.toString())
            .endsWith("Mend it, or set ssh_config to none in the inventory");
        assertThat(fault.chars().noneMatch(Character::isISOControl)).as(as).isTrue();
      }
    }
    assertThat(faults).isPositive();
  }

  private byte[] mutated(byte[] good) {
    byte[] bytes = good.clone();
    int changes = 1 + random.nextInt(6);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = (byte) "\"'\\ \n#=*?![]{}%$~,:@-\0\t".charAt(random.nextInt(23));
        case 2 -> {
          byte[] shorter = new byte[bytes.length - 1];
          System.arraycopy(bytes, 0, shorter, 0, at);
          System.arraycopy(bytes, at + 1, shorter, at, bytes.length - at - 1);
          bytes = shorter;
        }
        default -> {
          int length = Math.min(random.nextInt(20), bytes.length - at);
          System.arraycopy(bytes, at, bytes, random.nextInt(bytes.length - length + 1), length);
        }
      }
    }
    return bytes;
  }
}
