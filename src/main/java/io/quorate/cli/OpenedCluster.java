package io.quorate.cli;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Role;
import io.quorate.inventory.SshPlace;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.setting.SettingForm;
import io.quorate.plan.GuardRefused;
import io.quorate.usecase.ClusterReading;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.OperatorKubeconfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A cluster that was opened without its inventory. */
final class OpenedCluster {

  private OpenedCluster() {}

  /** Reads a cluster back, and says what a person has to know of it. */
  static Inventory read(ClusterOptions options, CommandContext talk)
      throws IOException, InterruptedException, EndedException {
    OperatorKubeconfig.Entry entry = entry(options);
    SshPlace place = place(options, entry);
    Map<Setting, String> given = given(options, place);
    Inventory single = single(given, new Host(place.host(), place.host(), Set.of(Role.MASTER)));
    ClusterSession journey = new LoginPrompts(single, false, talk.prompts(), talk::say).enter();
    if (journey == null) {
      throw EndedException.refusedAlready(
          "error: " + "no master was reached. Name one that SSH reaches with --master.");
    }
    try (journey) {
      ClusterReading reading =
          ClusterReading.of(journey, given, entry == null ? "" : entry.authority());
      reading.notes().forEach(n -> talk.say("note: " + n));
      return talk.accept(reading.loaded());
    } catch (GuardRefused e) {
      throw EndedException.refusedAlready("error: " + String.valueOf(e.getMessage()));
    }
  }

  /**
   * The same, kept in a file for what comes.
   *
   * @param file where it goes; null: a file of the cluster's name in the current folder
   * @return the file
   */
  static Path keep(ClusterOptions options, @Nullable Path file, CommandContext talk)
      throws IOException, InterruptedException, EndedException {
    if (file != null) {
      refuseExisting(file);
    }
    Inventory inventory = read(options, talk);
    Path target = file == null ? Path.of(inventory.clusterName() + ".yaml") : file;
    refuseExisting(target);
    InventoryFile.save(target, inventory);
    talk.say("The cluster's inventory is in " + target + " now.");
    return target;
  }

  private static void refuseExisting(Path file) throws EndedException {
    if (Files.exists(file)) {
      throw EndedException.invalid(
          "error: "
              + file
              + " is there already, and is not written over. Use it as it is, without"
              + " --from-cluster, or name another file.");
    }
  }

  /** Null when only a master was named. */
  private static OperatorKubeconfig.@Nullable Entry entry(ClusterOptions options)
      throws EndedException {
    if (options.master != null && options.kubeconfig == null && options.context == null) {
      return null;
    }
    String context = options.context == null ? "" : options.context;
    try {
      return options.kubeconfig == null
          ? OperatorKubeconfig.standardEntry(
              System.getenv(), Path.of(System.getProperty("user.home")), context)
          : new OperatorKubeconfig(options.kubeconfig).entry(context);
    } catch (IOException e) {
      throw EndedException.invalid(
          "error: "
              + e.getMessage()
              + ". Name a master with --master, or a kubeconfig with --kubeconfig.");
    }
  }

  private static SshPlace place(ClusterOptions options, OperatorKubeconfig.@Nullable Entry entry)
      throws EndedException {
    if (options.master != null) {
      SshPlace place = SshPlace.parse(options.master);
      if (place == null) {
        throw EndedException.invalid(
            "error: "
                + "--master: \""
                + options.master
                + "\" is no host. Write [user@]host[:port].");
      }
      return place;
    }
    String server = entry == null ? "" : entry.server();
    String host = hostOf(server);
    SshPlace place = SshPlace.parse(host);
    if (place == null || host.startsWith("127.") || host.equals("localhost")) {
      throw EndedException.invalid(
          "error: "
              + "the kubeconfig leads to "
              + server
              + ", where no master is to be reached by SSH. Name"
              + " one with --master.");
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

  private static Map<Setting, String> given(ClusterOptions options, SshPlace place)
      throws EndedException {
    if (options.jump != null && SshPlace.parse(options.jump) == null) {
      throw EndedException.invalid(
          "error: " + "--jump: \"" + options.jump + "\" is no host. Write [user@]host[:port].");
    }
    Map<Setting, String> given = new LinkedHashMap<>();
    put(given, Setting.ANSIBLE_USER, place.user());
    put(given, Setting.ANSIBLE_PORT, place.port());
    put(given, Setting.ANSIBLE_SSH_PRIVATE_KEY_FILE, options.key);
    put(given, Setting.JUMP_HOST, options.jump);
    put(given, Setting.ANSIBLE_BECOME, options.become ? "true" : null);
    return given;
  }

  private static void put(Map<Setting, String> into, Setting setting, @Nullable Object value) {
    if (value != null) {
      into.put(setting, value.toString());
    }
  }

  /** Only for reaching that one master. */
  private static Inventory single(Map<Setting, String> given, Host master) throws EndedException {
    Map<String, String> typed = new LinkedHashMap<>();
    given.forEach((setting, text) -> typed.put(setting.key(), text));
    Inventory single = SettingForm.read(typed, List.of(master), Catalogue.load()).inventory();
    if (single == null) {
      throw EndedException.invalid("error: " + "the options of access cannot be read.");
    }
    return single;
  }
}
