package io.quorate.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MethodTypeEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The packaged jars name classes that the packaged runtime does not have, since it is small and
 * optional libraries are left out. Each such name is a fault that waits for whoever reaches it, so
 * each is listed in {@code absent-classes.txt} with the reason why nobody does. Tests under a whole
 * JDK cannot see any of this.
 */
@Tag("terminal")
class PackagedClassesTest {

  /** The classes of a package that name absent ones; the package of those. */
  private record Gap(String from, String to) {

    @Override
    public String toString() {
      return from + " -> " + to;
    }
  }

  private static final Map<String, byte[]> CLASSES = new TreeMap<>();
  private static final Map<String, Set<String>> ABSENT = new TreeMap<>();
  private static final Set<String> OWN = new HashSet<>();

  @BeforeAll
  static void readThePackagedProgram() throws IOException {
    Path home = Rehearsal.program().getParent().getParent();
    Set<String> known = runtimeClasses(home.resolve("runtime"));
    assertThat(known).contains("java/lang/Object").doesNotContain("java/awt/Color");
    try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
      for (Path jar : jars.filter(p -> p.toString().endsWith(".jar")).toList()) {
        readJar(jar);
      }
    }
    known.addAll(CLASSES.keySet());
    CLASSES.forEach(
        (name, bytes) -> {
          Set<String> named = namedBy(ClassFile.of().parse(bytes));
          named.removeAll(known);
          if (!named.isEmpty()) {
            ABSENT.put(name, named);
          }
        });
  }

  private static Set<String> runtimeClasses(Path runtime) throws IOException {
    try (FileSystem image =
            FileSystems.newFileSystem(
                URI.create("jrt:/"), Map.of("java.home", runtime.toString()));
        Stream<Path> files = Files.walk(image.getPath("/modules"))) {
      return files
          .filter(p -> p.getNameCount() > 2 && p.toString().endsWith(".class"))
          .map(p -> p.subpath(2, p.getNameCount()).toString())
          .map(n -> n.substring(0, n.length() - ".class".length()))
          .collect(Collectors.toCollection(HashSet::new));
    }
  }

  private static void readJar(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
      for (JarEntry entry : file.versionedStream().toList()) {
        String name = entry.getName();
        if (name.endsWith(".class") && !name.endsWith("module-info.class")) {
          String type = name.substring(0, name.length() - ".class".length());
          CLASSES.put(type, file.getInputStream(entry).readAllBytes());
          if (type.startsWith("io/quorate/")) {
            OWN.add(type);
          }
        }
      }
    }
  }

  /** All classes that may have to be found when this one is used, or looked into by reflection. */
  private static Set<String> namedBy(ClassModel type) {
    Set<String> names = new TreeSet<>();
    for (PoolEntry entry : type.constantPool()) {
      switch (entry) {
        case ClassEntry named -> add(named.asSymbol(), names);
        case NameAndTypeEntry member -> addAll(member.type().stringValue(), names);
        case MethodTypeEntry method -> addAll(method.descriptor().stringValue(), names);
        default -> {}
      }
    }
    type.methods().forEach(m -> addAll(m.methodType().stringValue(), names));
    type.fields().forEach(f -> addAll(f.fieldType().stringValue(), names));
    return names;
  }

  private static void addAll(String descriptor, Set<String> names) {
    if (descriptor.startsWith("(")) {
      MethodTypeDesc method = MethodTypeDesc.ofDescriptor(descriptor);
      add(method.returnType(), names);
      method.parameterList().forEach(p -> add(p, names));
    } else {
      add(ClassDesc.ofDescriptor(descriptor), names);
    }
  }

  private static void add(ClassDesc type, Set<String> names) {
    ClassDesc element = type;
    while (element.isArray()) {
      element = element.componentType();
    }
    if (!element.isPrimitive()) {
      String descriptor = element.descriptorString();
      names.add(descriptor.substring(1, descriptor.length() - 1));
    }
  }

  private static String packageOf(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('/'))).replace('/', '.');
  }

  private static Set<String> listed() throws IOException {
    Set<String> gaps = new TreeSet<>();
    for (String line : Files.readAllLines(Path.of("src/test/resources/absent-classes.txt"))) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      List<String> parts = Arrays.stream(line.split(":", 2)).map(String::strip).toList();
      assertThat(parts).as("gap: reason").hasSize(2).doesNotContain("");
      gaps.add(parts.getFirst());
    }
    return gaps;
  }

  @Test
  void everyNameOfAnAbsentClassIsListedWithAReason() throws IOException {
    Set<String> found = new TreeSet<>();
    ABSENT.forEach(
        (type, named) ->
            named.forEach(n -> found.add(new Gap(packageOf(type), packageOf(n)).toString())));
    assertThat(found).isEqualTo(listed());
  }

  /** Its own code is to be whole, and to keep away from classes that are not. */
  @Test
  void theProgramItselfNamesNoClassThatIsAbsentNorAnyThatNamesOne() {
    assertThat(OWN).hasSizeGreaterThan(500);
    Set<String> reached = new TreeSet<>();
    for (String type : OWN) {
      Set<String> named = namedBy(ClassFile.of().parse(CLASSES.get(type)));
      named.retainAll(ABSENT.keySet());
      reached.addAll(named);
    }
    assertThat(ABSENT.keySet()).doesNotContainAnyElementsOf(OWN);
    // Their conversions to java.awt.Color are not called, and nothing reflects over them.
    assertThat(reached)
        .containsExactly(
            "com/googlecode/lanterna/TextColor",
            "com/googlecode/lanterna/TextColor$ANSI",
            "com/googlecode/lanterna/TextColor$Indexed",
            "com/googlecode/lanterna/TextColor$RGB");
  }
}
