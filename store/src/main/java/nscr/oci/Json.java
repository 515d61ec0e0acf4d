package nscr.oci;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/// A JSON value that was read, and the writing of JSON: the one place that knows the JSON library.
///
/// Reading is strict (RFC 8259), refuses more than {@value #DEEPEST} levels, more than {@value
/// #MOST} tokens and anything after the value, and needs memory in proportion to the text. Writing
/// is deterministic: members stand in the order given, records in the order of their components,
/// absent members are left out.
public final class Json {
  private static final int DEEPEST = 100;
  private static final int MOST = 1_000_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxTokenCount(MOST).build())
          // What fails half-way must not look whole; and the stream is the caller's.
          .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  private static final Separators SEPARATORS =
      Separators.createDefaultInstance()
          .withObjectNameValueSpacing(Separators.Spacing.AFTER)
          .withObjectEmptySeparator("")
          .withArrayEmptySeparator("");

  private final Optional<Object> value;

  private Json(Optional<Object> value) {
    this.value = value;
  }

  /// Reads exactly one JSON value.
  ///
  /// @throws OciException MANIFEST_INVALID, saying where, when the text is anything else
  public static Json parse(byte[] text) {
    try (JsonParser parser =
        FACTORY.createParser(tools.jackson.core.ObjectReadContext.empty(), text)) {
      if (parser.nextToken() == null) {
        throw invalid("it is empty");
      }
      Json json = new Json(read(parser));
      if (parser.nextToken() != null) {
        throw invalid("there is more after the first value");
      }
      return json;
    } catch (JacksonException e) {
      var at = e.getLocation();
      String where =
          at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
      throw invalid(Quoted.of(plain(e.getOriginalMessage())) + where);
    }
  }

  /// What the parser says, without what it says of itself.
  private static String plain(String message) {
    return message.replaceFirst(" \\(start marker at .*", "").replaceFirst(", from `[^`]*`", "");
  }

  private static Optional<Object> read(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Optional<Object>> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          members.put(name, read(parser));
        }
        yield Optional.of(members);
      }
      case START_ARRAY -> {
        List<Optional<Object>> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(read(parser));
        }
        yield Optional.of(elements);
      }
      case VALUE_STRING -> Optional.of(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Optional.of(parser.getNumberValue());
      case VALUE_TRUE -> Optional.of(true);
      case VALUE_FALSE -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  public boolean isObject() {
    return value.orElse("") instanceof Map;
  }

  public boolean isArray() {
    return value.orElse("") instanceof List;
  }

  /// The member `name` of an object; empty when this is no object, has no such member, or the
  /// member is null.
  public Optional<Json> member(String name) {
    return value.orElse("") instanceof Map<?, ?> members
            && members.get(name) instanceof Optional<?> member
        ? member.map(found -> new Json(Optional.of(found)))
        : Optional.empty();
  }

  /// The members of an object in their order, nulls left out; empty when this is no object.
  public Map<String, Json> members() {
    Map<String, Json> all = new LinkedHashMap<>();
    if (value.orElse("") instanceof Map<?, ?> members) {
      members
          .keySet()
          .forEach(name -> member((String) name).ifPresent(found -> all.put((String) name, found)));
    }
    return Collections.unmodifiableMap(all);
  }

  /// The elements of an array; empty when this is no array.
  public List<Json> elements() {
    return value.orElse("") instanceof List<?> elements
        ? elements.stream().map(e -> new Json(((Optional<?>) e).map(found -> found))).toList()
        : List.of();
  }

  /// The characters of a string; empty when this is no string.
  public Optional<String> text() {
    return value.filter(String.class::isInstance).map(String.class::cast);
  }

  /// The value of a boolean; empty when this is none.
  public Optional<Boolean> bool() {
    return value.filter(Boolean.class::isInstance).map(Boolean.class::cast);
  }

  /// The value of an integer that fits; empty when this is none.
  public OptionalLong integer() {
    return switch (value.orElse("")) {
      case Integer number -> OptionalLong.of(number);
      case Long number -> OptionalLong.of(number);
      default -> OptionalLong.empty();
    };
  }

  /// Writes a value compactly. Maps, collections, strings, numbers, booleans, `Optional`s, records
  /// and JSON that was read are written as what they are; every other value, among them the values
  /// of this package that are text, as its `toString`.
  public static byte[] write(Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator generator = generator(out, false)) {
      write(generator, value);
    }
    return out.toByteArray();
  }

  /// As [#write(Object)], to a stream, which stays open, indented for people, and ended by a
  /// newline. A [Stream] is written as an array while it yields its elements, so that a value may
  /// be larger than memory.
  public static void pretty(Object value, OutputStream out) throws IOException {
    try (JsonGenerator generator = generator(out, true)) {
      write(generator, value);
    } catch (JacksonIOException e) {
      throw e.getCause();
    }
    out.write('\n');
  }

  private static JsonGenerator generator(OutputStream out, boolean indented) {
    var indenter = new DefaultIndenter("  ", "\n");
    var printer =
        new DefaultPrettyPrinter(SEPARATORS)
            .withObjectIndenter(indenter)
            .withArrayIndenter(indenter);
    var context =
        new ObjectWriteContext.Base() {
          @Override
          public tools.jackson.core.PrettyPrinter getPrettyPrinter() {
            return indented ? printer : null;
          }
        };
    return FACTORY.createGenerator(context, out);
  }

  private static void write(JsonGenerator out, Object value) {
    // No switch: the JVM makes one over types anew at each start, which takes it 15 ms.
    if (value instanceof Optional<?> optional) {
      if (optional.isPresent()) {
        write(out, optional.get());
      } else {
        out.writeNull();
      }
    } else if (value instanceof Boolean bool) {
      out.writeBoolean(bool);
    } else if (value instanceof Double number) {
      out.writeNumber(number);
    } else if (value instanceof Integer || value instanceof Long) {
      out.writeNumber(((Number) value).longValue());
    } else if (value instanceof Map<?, ?> map) {
      writeObject(out, map);
    } else if (value instanceof Collection<?> elements) {
      out.writeStartArray();
      elements.forEach(element -> write(out, element));
      out.writeEndArray();
    } else if (value instanceof Stream<?> elements) {
      out.writeStartArray();
      elements.forEachOrdered(element -> write(out, element));
      out.writeEndArray();
    } else if (value instanceof Json json) {
      write(out, json.value);
    } else if (value instanceof Record record && !isWord(record)) {
      writeObject(out, components(record));
    } else {
      out.writeString(value.toString());
    }
  }

  /// Whether a record is written as the text it was read from.
  private static boolean isWord(Record record) {
    return record instanceof Digest
        || record instanceof Tag
        || record instanceof RepositoryName
        || record instanceof ImageReference
        || record instanceof MediaType
        || record instanceof Platform;
  }

  private static void writeObject(JsonGenerator out, Map<?, ?> members) {
    out.writeStartObject();
    members.forEach((name, member) -> {
      if (!(member instanceof Optional<?> optional) || optional.isPresent()) {
        out.writeName(name.toString());
        write(out, member);
      }
    });
    out.writeEndObject();
  }

  private static Map<String, Object> components(Record record) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        var accessor = component.getAccessor();
        accessor.setAccessible(true);
        members.put(component.getName(), accessor.invoke(record));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot read " + component, e);
      }
    }
    return members;
  }

  private static OciException invalid(String why) {
    return new OciException(ErrorCode.MANIFEST_INVALID, "invalid JSON: " + why);
  }
}
