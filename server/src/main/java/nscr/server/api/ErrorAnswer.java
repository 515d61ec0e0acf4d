package nscr.server.api;

import io.helidon.http.RequestException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nscr.oci.ErrorCode;
import nscr.oci.Json;
import nscr.oci.OciException;
import nscr.store.StoreException;

/// What a client is told when something went wrong.
///
/// Spec: distribution-spec "Error Codes". What happened inside is never told, only logged: such an
/// answer carries the code UNKNOWN and the request's id to ask about.
///
/// @param status the HTTP status
/// @param code of the spec, or UNKNOWN
/// @param message one sentence
/// @param headers of the answer
/// @param isOurs whether it is trouble of this server, to be logged with its cause
public record ErrorAnswer(
    int status, String code, String message, Map<String, String> headers, boolean isOurs) {
  private static final String UNKNOWN = "UNKNOWN";

  public ErrorAnswer {
    headers = Map.copyOf(headers);
  }

  /// The answer to a request that ended with `thrown`.
  public static ErrorAnswer of(Throwable thrown) {
    return switch (thrown) {
      case Refusal refusal ->
          new ErrorAnswer(
              refusal.status(),
              refusal.code().name(),
              refusal.getMessage(),
              refusal.headers(),
              false);
      case OciException refusal ->
          new ErrorAnswer(
              refusal.code().status(),
              refusal.code().name(),
              refusal.getMessage(),
              headers(refusal.code()),
              false);
      case StoreException.Busy _ ->
          new ErrorAnswer(
              503,
              UNKNOWN,
              "another process has the registry's store and does not answer; try again",
              Map.of("Retry-After", "5"),
              true);
      case StoreException.ReadOnly _ ->
          new ErrorAnswer(
              ErrorCode.DENIED.status(),
              ErrorCode.DENIED.name(),
              "the registry's store is read-only",
              Map.of(),
              false);
      case RequestException e ->
          of(
              e.status().code(),
              e.safeMessage() ? e.getMessage() : "the body is not framed as HTTP/1.1 has it");
      case IOException e when isFull(e) ->
          ours(507, "the registry's disk is full; what was received is kept");
      default -> ours(500, "the registry failed; its log says why");
    };
  }

  /// An answer of this server's framework, whose refusals know no codes of the spec.
  public static ErrorAnswer of(int status, String message) {
    return status < 500
        ? new ErrorAnswer(status, ErrorCode.UNSUPPORTED.name(), message, Map.of(), false)
        : new ErrorAnswer(status, UNKNOWN, message, Map.of(), true);
  }

  private static ErrorAnswer ours(int status, String message) {
    return new ErrorAnswer(status, UNKNOWN, message, Map.of(), true);
  }

  private static Map<String, String> headers(ErrorCode code) {
    return switch (code) {
      case TOOMANYREQUESTS -> Map.of("Retry-After", "1");
      case BLOB_UNKNOWN, BLOB_UPLOAD_INVALID, BLOB_UPLOAD_UNKNOWN, DIGEST_INVALID -> Map.of();
      case MANIFEST_BLOB_UNKNOWN, MANIFEST_INVALID, MANIFEST_UNKNOWN -> Map.of();
      case NAME_INVALID, NAME_UNKNOWN, SIZE_INVALID -> Map.of();
      case UNAUTHORIZED, DENIED, UNSUPPORTED -> Map.of();
    };
  }

  private static boolean isFull(IOException e) {
    String reason =
        e instanceof FileSystemException file && file.getReason() != null
            ? file.getReason()
            : String.valueOf(e.getMessage());
    String lower = reason.toLowerCase(Locale.ROOT);
    return lower.contains("no space left") || lower.contains("quota exceeded");
  }

  /// The body: `{"errors":[{"code","message","detail"}]}`.
  public byte[] json() {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("message", message);
    error.put("detail", Map.of());
    return Json.write(Map.of("errors", List.of(error)));
  }
}
