package nscr.server.api;

import java.util.Map;
import nscr.oci.ErrorCode;

/// A refusal whose HTTP status is not the one its code usually has, or that carries headers.
///
/// `code` is what goes on the wire.
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final ErrorCode code;
  private final transient Map<String, String> headers;

  Refusal(int status, ErrorCode code, String message) {
    this(status, code, message, Map.of());
  }

  Refusal(int status, ErrorCode code, String message, Map<String, String> headers) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = Map.copyOf(headers);
  }

  int status() {
    return status;
  }

  ErrorCode code() {
    return code;
  }

  Map<String, String> headers() {
    return headers;
  }
}
