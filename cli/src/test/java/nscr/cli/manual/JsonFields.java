package nscr.cli.manual;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import nscr.oci.Digest;

/// What a command prints with `--json`: the components of a record, and what its source says of
/// them.
///
/// @param isOnlyOne whether the command has no other kind of answer
record JsonFields(Class<?> record, boolean isOnlyOne, SourceComments comments) {

  void write(Mdoc page) {
    page.macro("Pp");
    if (!isOnlyOne) {
      page.text(comments.summary(record));
    }
    list(page, record);
  }

  private void list(Mdoc page, Class<?> type) {
    page.macro("Bl -tag -width Ds -compact");
    Map<String, String> said = comments.components(type);
    for (RecordComponent component : type.getRecordComponents()) {
      Type of = component.getGenericType();
      String what = said.containsKey(component.getName()) ? said.get(component.getName()) : "";
      page.macro("It Va " + component.getName() + " Pq " + described(of));
      if (!what.isEmpty()) {
        page.text(sentence(what));
      }
      members(of).filter(nested -> nested != type).ifPresent(nested -> list(page, nested));
    }
    page.macro("El");
  }

  private static String sentence(String text) {
    String upper = Character.toUpperCase(text.charAt(0)) + text.substring(1);
    return upper.endsWith(".") ? upper : upper + ".";
  }

  private String described(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
      if (generic.getRawType() == Optional.class) {
        return described(last) + ", optional";
      }
      if (generic.getRawType() == Map.class) {
        return "object of " + described(last) + "s";
      }
      return "array of " + described(last) + "s";
    }
    Class<?> plain = (Class<?>) type;
    if (isObject(plain)) {
      return "object";
    }
    return switch (plain.getName()) {
      case "int", "long", "java.lang.Long" -> "number";
      case "boolean", "java.lang.Boolean" -> "boolean";
      default -> plain == Instant.class ? "time" : plain == Digest.class ? "digest" : "string";
    };
  }

  /// The record whose members a value of this type has, or each of its elements.
  private Optional<Class<?>> members(Type type) {
    if (type instanceof ParameterizedType generic) {
      return Stream.of(generic.getActualTypeArguments())
          .flatMap(argument -> members(argument).stream())
          .findFirst();
    }
    Class<?> plain = (Class<?>) type;
    return isObject(plain) ? Optional.of(plain) : Optional.empty();
  }

  /// Those of `nscr.oci` are written as text.
  private static boolean isObject(Class<?> type) {
    return type.isRecord() && !type.getPackageName().equals("nscr.oci");
  }

  /// The fields of the answers that a command has.
  static List<JsonFields> of(String command, Path root) {
    List<String> names = Answers.OF_COMMANDS.getOrDefault(command, List.of());
    Set<String> distinct = Set.copyOf(names);
    return names.stream()
        .map(name ->
            new JsonFields(Answers.type(name), distinct.size() == 1, new SourceComments(root)))
        .toList();
  }
}
