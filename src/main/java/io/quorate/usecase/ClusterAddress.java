package io.quorate.usecase;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Role;
import io.quorate.inventory.SshPlace;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.setting.SettingForm;
import io.quorate.usecase.kubeconfig.OperatorKubeconfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a cluster is found whose inventory is not at hand.
 *
 * @param master one that SSH reaches, as [user@]host[:port]; null: where the kubeconfig leads
 * @param kubeconfig says which cluster is meant; null: the usual one, unless a master is named
 * @param context of the kubeconfig; null: the current one
 * @param key a private key for SSH; null: the agent's and the usual ones
 * @param jump the host that SSH goes through, as [user@]host[:port]; null: none
 * @param become whether one becomes root by sudo
 */
public record ClusterAddress(
    @Nullable String master,
    @Nullable Path kubeconfig,
    @Nullable String context,
    @Nullable String key,
    @Nullable String jump,
    boolean become) {

  /** Of a master alone. */
  public static ClusterAddress of(String master) {
    return new ClusterAddress(master, null, null, null, null, false);
  }

  /**
   * Reads the cluster's inventory back from its masters; nothing is changed there.
   *
   * @throws InvalidRequestException when it leads to no master
   */
  public ClusterReading read(Login login)
      throws IOException, InterruptedException, InvalidRequestException {
    OperatorKubeconfig.Entry entry = entry();
    SshPlace place = place(entry);
    Map<Setting, String> given = given(place);
    Inventory single = single(given, new Host(place.host(), place.host(), Set.of(Role.MASTER)));
    try (ClusterSession session = login.enter(single, Map.of(), failure -> false)) {
      if (!session.failures().isEmpty()) {
        throw InvalidRequestException.choose(
            session.failures().values().iterator().next().getMessage()
                + ". Name a master that SSH reaches with --master.",
            List.of());
      }
      return ClusterReading.of(session, given, entry == null ? "" : entry.authority());
    }
  }

  /**
   * Keeps what was read for what comes.
   *
   * @param file where it goes; null: a file of the cluster's name in the current folder
   * @return the file
   * @throws InvalidRequestException when there is such a file already
   */
  public static Path keep(Inventory inventory, @Nullable Path file)
      throws IOException, InvalidRequestException {
    Path target = file == null ? Path.of(inventory.clusterName() + ".yaml") : file;
    refuseExisting(target);
    InventoryFile.save(target, inventory);
    return target;
  }

  /**
   * @throws InvalidRequestException when the file is there
   */
  public static void refuseExisting(Path file) throws InvalidRequestException {
    if (Files.exists(file)) {
      throw InvalidRequestException.choose(
          file
              + " is there already, and is not written over. Use it as it is, without"
              + " --from-cluster, or name another file.",
          List.of());
    }
  }

  /** Null when only a master was named. */
  private OperatorKubeconfig.@Nullable Entry entry() throws InvalidRequestException {
    if (master != null && kubeconfig == null && context == null) {
      return null;
    }
    String wanted = context == null ? "" : context;
    try {
      return kubeconfig == null
          ? OperatorKubeconfig.standardEntry(
              System.getenv(), Path.of(System.getProperty("user.home")), wanted)
          : new OperatorKubeconfig(kubeconfig).entry(wanted);
    } catch (IOException e) {
      throw InvalidRequestException.choose(
          e.getMessage() + ". Name a master with --master, or a kubeconfig with --kubeconfig.",
          List.of());
    }
  }

  private SshPlace place(OperatorKubeconfig.@Nullable Entry entry) throws InvalidRequestException {
    if (master != null) {
      return place("--master", master);
    }
    String server = entry == null ? "" : entry.server();
    String host = hostOf(server);
    SshPlace place = SshPlace.parse(host);
    if (place == null || host.startsWith("127.") || host.equals("localhost")) {
      throw InvalidRequestException.choose(
          "the kubeconfig leads to "
              + server
              + ", where no master is to be reached by SSH. Name one with --master.",
          List.of());
    }
    return place;
  }

  private static SshPlace place(String option, String text) throws InvalidRequestException {
    SshPlace place = SshPlace.parse(text);
    if (place == null) {
      throw InvalidRequestException.choose(
          option + ": \"" + text + "\" is not a host. Write [user@]host[:port].", List.of());
    }
    return place;
  }

  private static String hostOf(String server) {
    try {
      String host = URI.create(server).getHost();
      return host == null ? "" : host;
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private Map<Setting, String> given(SshPlace place) throws InvalidRequestException {
    if (jump != null) {
      place("--jump", jump);
    }
    Map<Setting, String> given = new LinkedHashMap<>();
    put(given, Setting.ANSIBLE_USER, place.user());
    put(given, Setting.ANSIBLE_PORT, place.port());
    put(given, Setting.ANSIBLE_SSH_PRIVATE_KEY_FILE, key);
    put(given, Setting.JUMP_HOST, jump);
    put(given, Setting.ANSIBLE_BECOME, become ? "true" : null);
    return given;
  }

  private static void put(Map<Setting, String> into, Setting setting, @Nullable Object value) {
    if (value != null) {
      into.put(setting, value.toString());
    }
  }

  /** Only for reaching that one master. */
  private static Inventory single(Map<Setting, String> given, Host master)
      throws InvalidRequestException {
    Map<String, String> typed = new LinkedHashMap<>();
    given.forEach((setting, text) -> typed.put(setting.key(), text));
    Inventory single = SettingForm.read(typed, List.of(master), Catalogue.load()).inventory();
    if (single == null) {
      throw InvalidRequestException.choose("the options of access cannot be read.", List.of());
    }
    return single;
  }
}
