package nscr.server.api;

/// The client went, or stalled until it was given up, before its request's body had come in full.
/// There is nobody to answer.
public final class ClientGoneException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ClientGoneException(String message, Throwable cause) {
    super(message, cause);
  }
}
