package io.quorate.cli.inventory;

import io.quorate.cli.Called;
import io.quorate.inventory.form.Form;
import io.quorate.inventory.form.Forms;
import io.quorate.inventory.release.InventoryLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks, converts and compares files that somebody made to do harm, or that broke on their way, in
 * a program of its own with little memory ({@link HostileInputsTest}). It ends with 1, and leaves
 * the file behind, at the first that makes a command fail otherwise than in words, or not end. No
 * command is among them that connects to anything.
 */
final class HostileInputs {
  /** Far more than any input takes on the busiest machine; this is about those without an end. */
  private static final long HANGS_AFTER_SECONDS = 120;

  private static final String SIGNS = "{}[]:,-&*!|>'\"%@`#=;$()\n \t\\<?~.0a\u0000\u0085é😀";

  /** Stands for the file in a command line. */
  private static final String FILE = "FILE";

  private static final Pattern TRACE =
      Pattern.compile(
          "(?m)^\\s+at [\\w.$/]+\\(|^(Caused by: )?(java|io\\.quorate)\\.[\\w.]+Exception");

  private static final List<Integer> CONVERTED = List.of(0, 2);

  private static final List<String> NAMES = List.of("f.yaml", "hosts", "f.ini", "f.json");

  private static final Path GOOD = Path.of("inventory-samples", "three-masters.yaml");

  /**
   * What is done with a file.
   *
   * @param codes the exit codes that are in words
   */
  private record Use(List<String> words, List<Integer> codes) {}

  private final List<Use> uses = new ArrayList<>();
  private final Random random;
  private final Path folder;
  private final List<byte[]> samples = new ArrayList<>();
  private int count;
  private int turn;

  private HostileInputs(long seed, Path folder) throws IOException {
    this.random = new Random(seed);
    this.folder = folder;
    uses();
    for (Path sample : files(Path.of("inventory-samples"))) {
      samples.add(Files.readAllBytes(sample));
      var inventory = InventoryLoader.load(sample, LocalDate.of(2026, 11, 23)).inventory();
      if (inventory != null) {
        for (Form form : List.of(Form.INI, Form.KUBESPRAY, Form.K0SCTL)) {
          samples.add(Forms.write(inventory, form).text().getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    for (Path other : files(Path.of("src/test/resources/inventory/installers"))) {
      samples.add(Files.readAllBytes(other));
    }
    for (Path broken : files(Path.of("src/test/resources/inventory/broken"))) {
      if (!broken.toString().endsWith(".txt")) {
        samples.add(Files.readAllBytes(broken));
      }
    }
  }

  /** All that can be done with a file where nothing is connected to. */
  private void uses() {
    uses.add(new Use(List.of("check", "-i", FILE, "--strict"), List.of(0, 2, 4)));
    uses.add(new Use(List.of("check", "-i", FILE, "--json"), List.of(0, 2, 4)));
    String out = folder.resolve("out").toString();
    for (String form : Form.writableKeys()) {
      uses.add(
          new Use(List.of("convert", "-i", FILE, "--to", form, "-o", out, "--force"), CONVERTED));
    }
    for (String form : Form.readableKeys()) {
      uses.add(new Use(List.of("convert", "-i", FILE, "--from", form, "--to", "ini"), CONVERTED));
    }
    uses.add(new Use(List.of("diff", FILE, GOOD.toString()), List.of(0, 1, 2)));
    uses.add(new Use(List.of("diff", GOOD.toString(), FILE, "--json"), List.of(0, 1, 2)));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /**
   * @param words a seed, how many random files of each kind, and a folder to work in
   */
  public static void main(String[] words) throws Exception {
    HostileInputs inputs = new HostileInputs(Long.parseLong(words[0]), Path.of(words[2]));
    for (Supplier<String> monster : Monsters.all()) {
      byte[] input = monster.get().getBytes(StandardCharsets.UTF_8);
      inputs.monster("f.yaml", input);
      inputs.monster("f.ini", input);
    }
    for (int i = Integer.parseInt(words[1]); i > 0; i--) {
      inputs.check(inputs.any(NAMES), inputs.mutated());
      inputs.check(inputs.any(NAMES), inputs.noise());
      inputs.check(inputs.any(NAMES), inputs.nonsense());
    }
    System.out.println(inputs.count + " inputs");
  }

  /** Checked, and by the command whose turn it is: by all of them takes minutes. */
  private void monster(String name, byte[] input) throws Exception {
    tell(name, input, uses.getFirst());
    check(name, input);
  }

  /** By the command whose turn it is. */
  private void check(String name, byte[] input) throws Exception {
    tell(name, input, uses.get(turn++ % uses.size()));
  }

  private void tell(String name, byte[] input, Use use) throws Exception {
    count++;
    Path file = folder.resolve(name);
    Files.write(file, input);
    List<String> words = new ArrayList<>(List.of("inventory"));
    use.words().forEach(word -> words.add(word.equals(FILE) ? file.toString() : word));
    List<Object> ended = new ArrayList<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                ended.add(Called.with(words.toArray(String[]::new)));
              } catch (Throwable t) {
                ended.add(t);
              }
            });
    thread.setDaemon(true);
    thread.start();
    if (!thread.join(Duration.ofSeconds(HANGS_AFTER_SECONDS))) {
      fail(file, words + " does not end: " + Stream.of(thread.getStackTrace()).limit(30).toList());
    }
    Object end = ended.getFirst();
    if (!(end instanceof Called called && isInWords(called, use))) {
      String said = words + " " + end;
      fail(file, said.substring(0, Math.min(3000, said.length())));
    }
    Files.delete(file);
  }

  private static boolean isInWords(Called called, Use use) {
    boolean trace = TRACE.matcher(called.err()).find();
    boolean reasoned = called.code() != 2 || !(called.out() + called.err()).isBlank();
    return use.codes().contains(called.code()) && reasoned && !trace;
  }

  private static void fail(Path file, String how) {
    System.out.println(file + " " + how);
    System.exit(1);
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** A sample with parts of it, or of another, put in, taken out, doubled or turned round. */
  private byte[] mutated() {
    byte[] bytes = any(samples);
    for (int n = random.nextInt(1, 8); n > 0; n--) {
      int at = random.nextInt(bytes.length + 1);
      int length = random.nextInt(1 + Math.min(random.nextBoolean() ? 8 : 400, bytes.length - at));
      byte[] part =
          switch (random.nextInt(5)) {
            case 0 -> sign();
            case 1 -> new byte[0];
            case 2 -> new byte[] {(byte) random.nextInt(256)};
            case 3 -> slice(any(samples));
            default -> slice(bytes);
          };
      bytes = spliced(bytes, at, random.nextBoolean() ? 0 : length, part);
    }
    return bytes;
  }

  private byte[] sign() {
    int[] signs = SIGNS.codePoints().toArray();
    return Character.toString(signs[random.nextInt(signs.length)])
        .repeat(random.nextInt(1, 4))
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] slice(byte[] bytes) {
    int from = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, from + random.nextInt(200));
    return Arrays.copyOfRange(bytes, from, to);
  }

  private static byte[] spliced(byte[] bytes, int at, int cut, byte[] part) {
    byte[] made = new byte[bytes.length - cut + part.length];
    System.arraycopy(bytes, 0, made, 0, at);
    System.arraycopy(part, 0, made, at, part.length);
    System.arraycopy(bytes, at + cut, made, at + part.length, bytes.length - at - cut);
    return made;
  }

  private byte[] noise() {
    byte[] bytes = new byte[random.nextInt(2000)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Words and signs of inventories in no order. */
  private byte[] nonsense() {
    List<String> words =
        List.of(
            "all:",
            "hosts:",
            "vars:",
            "children:",
            "k8s_masters:",
            "kube_node:",
            "apiVersion:",
            "k0sctl.k0sproject.io/v1beta1",
            "kubeone.k8c.io/v1beta2",
            "kubekey.kubesphere.io/v1alpha2",
            "nodes:",
            "kind: Cluster",
            "spec:",
            "ssh:",
            "role:",
            "- ",
            "\n",
            "\n  ",
            "\n    ",
            "{",
            "}",
            "[",
            "]",
            ": ",
            ", ",
            "&a ",
            "*a",
            "<<: ",
            "!vault |",
            "$ANSIBLE_VAULT;1.1;AES256",
            "---\n",
            "node-[1:3]",
            "10.0.0.1",
            "[all:vars]\n",
            "=",
            "etcd_initial_token",
            "cluster_cidr",
            "kubelet_config",
            "packages",
            "checksums");
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(120); n > 0; n--) {
      text.append(any(words)).append(random.nextInt(4) == 0 ? "\n" : "");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
