package nscr.cli.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import nscr.cli.Text;
import nscr.cli.UsageException;
import nscr.oci.Json;
import nscr.oci.Quoted;
import nscr.server.LoggedRequest;

/// How a server's log is written.
enum LogForm {
  /// For people: a line each, and where a failure came from below it.
  TEXT,
  /// For programs: a JSON document a line, whatever is told.
  JSON;

  static LogForm parse(String text) {
    return switch (text) {
      case "text" -> TEXT;
      case "json" -> JSON;
      default -> throw new UsageException("a log is text or json, not " + Quoted.of(text));
    };
  }

  /// What a line says of a request that is over.
  String of(LoggedRequest request) {
    return switch (this) {
      case TEXT -> request.toString();
      case JSON -> request.toJson();
    };
  }

  /// What a line says of something the server tells.
  ///
  /// @param id of the request it happened in
  String of(LogRecord record, Optional<String> id) {
    String message = new SimpleFormatter().formatMessage(record);
    Instant time = record.getInstant().truncatedTo(ChronoUnit.MILLIS);
    Optional<String> trace = Optional.ofNullable(record.getThrown()).map(LogForm::trace);
    return switch (this) {
      case TEXT ->
          time
              + " "
              + level(record)
              + id.map(request -> " " + request).orElse("")
              + " "
              + Text.visible(message)
              + trace.map(lines -> "\n" + lines).orElse("");
      case JSON -> {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("time", time);
        json.put("level", level(record));
        json.put("message", message);
        id.ifPresent(request -> json.put("id", request));
        trace.ifPresent(lines -> json.put("trace", lines));
        yield new String(Json.write(json), StandardCharsets.UTF_8);
      }
    };
  }

  private static String level(LogRecord record) {
    return record.getLevel() == Level.SEVERE ? "ERROR" : record.getLevel().getName();
  }

  private static String trace(Throwable thrown) {
    StringWriter lines = new StringWriter();
    thrown.printStackTrace(new PrintWriter(lines, true));
    return lines.toString().stripTrailing();
  }
}
