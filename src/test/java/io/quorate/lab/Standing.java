package io.quorate.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A cluster of three masters that one class of tests leaves to the next, which then installs none:
 * its tests are of a cluster that has lived. Where none was left, or what was left is not whole, it
 * is a new one.
 */
final class Standing {

  private static final int MASTERS = 3;
  private static final String INVENTORY = "lab.yaml";
  private static final String KUBECONFIG = ".kube/config";

  private Standing() {}

  /** Without a word on whether it is whole: whoever takes it looks. */
  static void leave(Program quorate, Path inventory) {
    Path place = Lab.standing();
    try {
      Files.createDirectories(place.resolve(KUBECONFIG).getParent());
      copy(inventory, place.resolve(INVENTORY));
      Path kubeconfig = quorate.home().resolve(KUBECONFIG);
      if (Files.exists(kubeconfig)) {
        copy(kubeconfig, place.resolve(KUBECONFIG));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Its inventory.
   *
   * @param home the program's, which gets the access that the cluster's installation left
   */
  static Path take(Path home, int nodes) {
    try {
      if (isLeft(home, nodes)) {
        return home.resolve(INVENTORY);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Lab.fresh(nodes);
    Program quorate = new Program(home);
    Path file = quorate.inventory(INVENTORY, new LabInventory(MASTERS, nodes).text());
    quorate.install(file, "--plain", "--yes").orFail();
    return file;
  }

  private static boolean isLeft(Path home, int nodes) throws IOException {
    Path place = Lab.standing();
    if (!Files.exists(place.resolve(KUBECONFIG)) || Lab.existing().size() != nodes) {
      return false;
    }
    Files.createDirectories(home.resolve(KUBECONFIG).getParent());
    copy(place.resolve(INVENTORY), home.resolve(INVENTORY));
    copy(place.resolve(KUBECONFIG), home.resolve(KUBECONFIG));
    forget();
    Lab.serve();
    var status = new Program(home).run("status", "-i", home.resolve(INVENTORY).toString());
    System.out.println("the cluster that was left: status says " + status.exitCode());
    if (status.exitCode() != 0) {
      System.out.println(status.output());
    }
    return status.exitCode() == 0;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Nodes with fresh disks are no cluster any more. */
  static void forget() {
    Path place = Lab.standing();
    try {
      Files.deleteIfExists(place.resolve(INVENTORY));
      Files.deleteIfExists(place.resolve(KUBECONFIG));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
