package nscr.server.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import nscr.oci.ErrorCode;
import nscr.oci.Quoted;

/// The parameters of a request: decoded, in any order, a name perhaps more than once. Names that
/// nobody asks for are ignored: clients bring back what a `Location` held and add their own.
final class Query {
  private final Map<String, List<String>> values = new LinkedHashMap<>();

  private Query() {}

  /// Reads what stands behind the `?`; an empty text has no parameters.
  ///
  /// @throws Refusal when the percent encoding is broken
  static Query parse(String raw) {
    Query query = new Query();
    for (String pair : raw.split("&")) {
      int equals = pair.indexOf('=');
      if (!pair.isEmpty()) {
        String name = decode(equals < 0 ? pair : pair.substring(0, equals), true);
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1), true);
        query.values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
      }
    }
    return query;
  }

  /// The query as it is, but with the values only of these parameters.
  static String withValuesOf(Set<String> names, String raw) {
    return Arrays.stream(raw.split("&"))
        .map(pair -> {
          int equals = pair.indexOf('=');
          boolean isKnown = equals < 0 || names.contains(pair.substring(0, equals));
          return isKnown ? pair : pair.substring(0, equals + 1) + "…";
        })
        .collect(Collectors.joining("&"));
  }

  /// The value of a parameter; empty when it is absent or has none.
  Optional<String> find(String name) {
    return all(name).stream().findFirst().filter(value -> !value.isEmpty());
  }

  /// Every value of a parameter, in order.
  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /// Undoes percent encoding. Only ASCII comes out of it: nothing in this API is anything else.
  static String decode(String text, boolean plusIsSpace) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        out.append(unhex(text, i + 1));
        i += 2;
      } else {
        out.append(c == '+' && plusIsSpace ? ' ' : c);
      }
    }
    return out.toString();
  }

  private static char unhex(String text, int at) {
    int high = at + 1 < text.length() ? Character.digit(text.charAt(at), 16) : -1;
    int low = at + 1 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
    if (high < 0 || low < 0) {
      throw new Refusal(
          400, ErrorCode.UNSUPPORTED, "the percent encoding in " + Quoted.of(text) + " is broken");
    }
    return (char) (high * 16 + low);
  }
}
