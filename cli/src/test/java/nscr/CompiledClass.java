package nscr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A class file of a Maven module: its name, and the name of every class it mentions in whatever
/// way (code, fields, signatures, annotations). Names are dotted, nested classes keep their `$`.
///
/// Constants that javac copies from another class leave no trace and are not seen.
record CompiledClass(String module, String name, Set<String> uses) {
  private static final Pattern TYPE = Pattern.compile("L([\\w$/]+)[;<]");

  private static final Set<String> VAGUE =
      Set.of("Abstract Base Default Helper Helpers Impl Info Manager Util Utils".split(" "));

  CompiledClass {
    uses = Set.copyOf(uses);
  }

  /// Every class file below `folder`, by name; none when there is no such folder.
  static List<CompiledClass> readAll(String module, Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .sorted()
          .map(file -> read(module, file))
          .toList();
    }
  }

  /// The modules these come from.
  static Set<String> modules(List<CompiledClass> classes) {
    return classes.stream().map(CompiledClass::module).collect(Collectors.toSet());
  }

  /// Is a word of the name, or of one it is nested in, one that fits any class?
  boolean isVaguelyNamed() {
    String simpleNames = name.substring(name.lastIndexOf('.') + 1);
    return Arrays.stream(
            simpleNames.split("\\$|-|_|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"))
        .anyMatch(VAGUE::contains);
  }

  /// Reads one class file.
  static CompiledClass of(String module, byte[] classFile) {
    ClassModel model = ClassFile.of().parse(classFile);
    Set<Integer> texts = new HashSet<>();
    for (PoolEntry entry : model.constantPool()) {
      if (entry instanceof StringEntry string) {
        texts.add(string.utf8().index());
      }
    }
    // What a class file says about types is a class entry or a descriptor or signature in the pool.
    Set<String> uses = new TreeSet<>();
    for (PoolEntry entry : model.constantPool()) {
      switch (entry) {
        case ClassEntry type when !type.asInternalName().startsWith("[") ->
            uses.add(dotted(type.asInternalName()));
        case Utf8Entry text when !texts.contains(text.index()) ->
            TYPE.matcher(text.stringValue())
                .results()
                .map(match -> match.group(1))
                .filter(type -> type.contains("/"))
                .forEach(type -> uses.add(dotted(type)));
        default -> {}
      }
    }
    return new CompiledClass(module, dotted(model.thisClass().asInternalName()), uses);
  }

  private static CompiledClass read(String module, Path file) {
    try {
      return of(module, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String dotted(String internalName) {
    return internalName.replace('/', '.');
  }
}
