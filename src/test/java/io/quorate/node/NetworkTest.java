package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private static final List<String> ROUTES =
      """
      Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
      eth1	00000000	0101A8C0	0003	0	0	200	00000000	0	0	0
      eth0	00000000	01004D0A	0003	0	0	100	00000000	0	0	0
      eth0	00004D0A	00000000	0001	0	0	0	00FFFFFF	0	0	0
      cni0	0001F40A	00000000	0001	0	0	0	00FFFFFF	0	0	0
      eth2	0000A8C0	00000000	0000	0	0	0	0000FFFF	0	0	0
      """
          .lines()
          .toList();

  @Test
  void routesAreReadFromTheKernelsTable() {
    Network network =
        Network.read(ROUTES, List.of(), List.of(), List.of(), List.of("eth0 1400", "eth1 1500"));

    assertThat(network.routes()).containsExactly("10.77.0.0/24", "10.244.1.0/24");
    assertThat(network.defaultInterface()).isEqualTo("eth0");
    assertThat(network.mtu()).isEqualTo(1400);
  }

  @Test
  void withoutIpv4TheDefaultRouteOfIpv6Counts() {
    String zero = "0".repeat(32);
    Network network =
        Network.read(
            List.of(),
            List.of(
                zero + " 00 " + zero + " 00 " + zero + " ffffffff 00000001 00000000 00200200 lo",
                zero + " 00 " + zero + " 00 " + zero + " 00000400 00000001 00000000 00000003 eth7"),
            List.of(),
            List.of(),
            List.of("eth7 9000"));

    assertThat(network.defaultInterface()).isEqualTo("eth7");
    assertThat(network.mtu()).isEqualTo(9000);
  }

  @Test
  void withoutADefaultRouteThereIsNoInterface() {
    Network network =
        Network.read(List.of(), List.of(), List.of(), List.of(), List.of("eth0 1500"));

    assertThat(network.defaultInterface()).isEmpty();
    assertThat(network.mtu()).isZero();
  }

  @Test
  void addressesAreThoseOthersCanUse() {
    Network network =
        Network.read(
            List.of(),
            List.of(),
            List.of(
                "0.0.0.0",
                "10.77.0.0",
                "10.77.0.11",
                "local",
                "127.0.0.1",
                "local",
                "10.77.0.255",
                "192.168.1.5",
                "local",
                "10.77.0.11",
                "local",
                "169.254.3.4",
                "local"),
            List.of(
                "00000000000000000000000000000001 01 80 10 80       lo",
                "fe80000000000000020000fffe000001 02 40 20 80     eth0",
                "20010db8000000000000000000000011 03 40 00 80     eth0",
                "fd000000000100000000000000020003 03 40 00 80     eth0"),
            List.of());

    assertThat(network.addresses())
        .containsExactly("10.77.0.11", "192.168.1.5", "2001:db8::11", "fd00:0:1::2:3");
  }

  @Test
  void listenersAreReadFromTheKernel() {
    List<String> tables =
        """
        sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
        0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 701 1 0 100 0 0 10 0
        1: 0B004D0A:0016 01004D0A:D431 01 00000000:00000000 02:000AC1B5 00000000     0        0 702 2 0 20 4 30 10 -1
        sl  local_address remote_address st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
        0: 00000000000000000000000000000000:192B 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 703 1 0 100 0 0 10 0
        1: 00000000000000000000000000000000:006F 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 704 1 0 100 0 0 10 0
        """
            .lines()
            .toList();
    assertThat(Sockets.read(tables, List.of("701 sshd", "702 sshd", "703 kube-apiserver")))
        .isEqualTo(Map.of(22, "sshd", 6443, "kube-apiserver", 111, ""));
    assertThat(Sockets.read(tables, List.of())).isEqualTo(Map.of(22, "", 6443, "", 111, ""));
  }
}
