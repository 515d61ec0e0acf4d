package nscr.oci;

import java.util.Objects;

/// A refusal in the spec's terms: what was asked for cannot be had, or what was given is not valid.
///
/// It is never trouble with the disk or the store. The message is one sentence that names the
/// input; it is fit for a person at a terminal and for the `message` of an error answer.
public final class OciException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;

  public OciException(ErrorCode code, String message) {
    super(Objects.requireNonNull(message));
    this.code = Objects.requireNonNull(code);
  }

  public ErrorCode code() {
    return code;
  }
}
