package io.quorate.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.plan.Operation.Packages;
import io.quorate.plan.Operation.Packages.Manager;
import io.quorate.plan.Operation.Script;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OperatingSystemTest {

  @Test
  void noTwoFamiliesHaveASystemInCommon() {
    assertThat(OperatingSystem.all())
        .flatExtracting(OperatingSystem::names)
        .doesNotHaveDuplicates();
    assertThat(OperatingSystem.supported())
        .isEqualTo("Ubuntu 18.04 to 26.04 (LTS) or Debian 11 to 13, or Rocky Linux or AlmaLinux 9");
  }

  @Test
  void debiansNamesAreTranslated() {
    EnterpriseLinux system = new EnterpriseLinux();
    assertThat(system.packages(List.of("nfs-common", "ebtables", "iptables", "htop", "own")))
        .isEqualTo(new Packages(List.of("iptables-nft", "nfs-utils", "own"), Manager.DNF));
    assertThat(
            system
                .packages(
                    List.of(
                        "dnsutils",
                        "iputils-ping",
                        "netcat-openbsd",
                        "open-iscsi",
                        "gnupg",
                        "perl-JSON-PP"))
                .names())
        .containsExactly(
            "bind-utils",
            "gnupg2",
            "iputils",
            "iscsi-initiator-utils",
            "nmap-ncat",
            "perl-JSON-PP");
    assertThat(system.lacking(List.of("own", "htop"))).containsExactly("htop");
    assertThat(new DebianFamily().packages(List.of("nfs-common")))
        .isEqualTo(new Packages(List.of("nfs-common")));
  }

  @Test
  void aLanguageIsAPackage() {
    assertThat(new EnterpriseLinux().locales(List.of("en_US.UTF-8", "ru_RU.UTF-8", "en_GB")))
        .containsExactly(
            new Packages(List.of("glibc-langpack-en", "glibc-langpack-ru"), Manager.DNF));
  }

  @Test
  void localesOfNoLanguageNeedNoPackage() {
    EnterpriseLinux system = new EnterpriseLinux();
    assertThat(system.locales(List.of("C.UTF-8", "POSIX", "C"))).isEmpty();
    assertThat(system.locales(List.of("C.UTF-8", "en_US.UTF-8")))
        .containsExactly(new Packages(List.of("glibc-langpack-en"), Manager.DNF));
  }

  @Test
  void tracesAreWhatTheScriptsMake() {
    EnterpriseLinux system = new EnterpriseLinux();
    String scripts =
        system.leavingAlone(List.of("cali*")).stream()
            .filter(Script.class::isInstance)
            .map(o -> ((Script) o).apply())
            .collect(Collectors.joining());
    assertThat(system.traces()).isNotEmpty().allSatisfy(t -> assertThat(scripts).contains(t));
  }
}
