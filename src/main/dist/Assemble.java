import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/**
 * Puts the packaged program together: a jlink runtime, the jars, the native library of the
 * terminal, the launcher, and an AOT cache that makes it start fast.
 *
 * <p>Maven runs this file with the toolchain's java, so jlink is that JDK's own. Arguments: the
 * folder to make, the launcher script; the folder's lib/ holds the jars already.
 */
public final class Assemble {

  /** What the program and its libraries use; java.desktop is not among it. */
  private static final String MODULES =
      "java.base,java.logging,java.naming,java.xml,java.management,java.net.http,"
          + "java.security.jgss,jdk.unsupported,jdk.crypto.ec";

  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]).toAbsolutePath();
    Path launcher = Path.of(args[1]);
    Path runtime = home.resolve("runtime");
    String jdk = Runtime.version() + " " + MODULES;
    Path stamp = home.resolve("runtime.stamp");
    if (!Files.isDirectory(runtime)
        || !Files.exists(stamp)
        || !Files.readString(stamp).equals(jdk)) {
      delete(runtime);
      jlink(runtime);
      Files.writeString(stamp, jdk);
    }
    Path lib = home.resolve("lib");
    extractTerminalLibrary(lib);
    for (Path jar : jars(lib)) {
      stripSignatures(jar);
    }
    Path bin = Files.createDirectories(home.resolve("bin"));
    Path program = bin.resolve("quorate");
    Files.copy(launcher, program, StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    writeClassPath(lib);
    train(home);
  }

  private static void jlink(Path runtime) {
    ToolProvider jlink =
        ToolProvider.findFirst("jlink")
            .orElseThrow(() -> new IllegalStateException("this JDK has no jlink"));
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    int exit =
        jlink.run(
            out,
            out,
            "--add-modules",
            MODULES,
            "--strip-java-debug-attributes",
            "--no-header-files",
            "--no-man-pages",
            "--compress=zip-6",
            "--output",
            runtime.toString());
    if (exit != 0) {
      throw new IllegalStateException("jlink failed with " + exit + ":\n" + said);
    }
  }

  /** JLine would unpack its library into /tmp at every start. */
  private static void extractTerminalLibrary(Path lib) throws IOException {
    String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64";
    String entry = "org/jline/nativ/Linux/" + arch + "/libjlinenative.so";
    Path jar =
        jars(lib).stream()
            .filter(p -> p.getFileName().toString().startsWith("jline-native-"))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no jline-native among " + lib));
    try (JarFile file = new JarFile(jar.toFile())) {
      var found = file.getJarEntry(entry);
      if (found == null) {
        throw new IllegalStateException(jar + " has no " + entry);
      }
      try (var in = file.getInputStream(found)) {
        Files.copy(in, lib.resolve("libjlinenative.so"), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /**
   * Classes of signed jars are verified one by one and never come from the AOT cache, which costs a
   * second at each start. Maven has verified what it downloaded.
   */
  private static void stripSignatures(Path jar) throws IOException {
    try (FileSystem files = FileSystems.newFileSystem(jar)) {
      Path folder = files.getPath("/META-INF");
      if (!Files.isDirectory(folder)) {
        return;
      }
      try (var list = Files.list(folder)) {
        for (Path file : list.filter(Assemble::isSignature).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static boolean isSignature(Path file) {
    return file.getFileName().toString().matches("(?i).*\\.(SF|RSA|DSA|EC)");
  }

  private static List<Path> jars(Path lib) throws IOException {
    try (var list = Files.list(lib)) {
      return list.filter(p -> p.toString().endsWith(".jar")).sorted().toList();
    }
  }

  /** The order counts: the AOT cache holds for exactly this class path. */
  private static void writeClassPath(Path lib) throws IOException {
    String names =
        jars(lib).stream().map(p -> p.getFileName().toString()).collect(Collectors.joining("\n"));
    Files.writeString(lib.resolve("classpath"), names + "\n");
  }

  /** A training run that loads what the first screen and a run need; without it starts are slower. */
  private static void train(Path home) throws IOException, InterruptedException {
    Path cache = home.resolve("lib/quorate.aot");
    Files.deleteIfExists(cache);
    Process process =
        new ProcessBuilder(home.resolve("bin/quorate").toString(), "__warm")
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes());
    int exit = process.waitFor();
    if (exit != 0 || !Files.exists(cache)) {
      throw new IllegalStateException("the training run failed with " + exit + ":\n" + said);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, IOException e) throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
