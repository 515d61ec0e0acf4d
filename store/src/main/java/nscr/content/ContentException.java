package nscr.content;

import java.io.IOException;

/// Content is not what it must be: bytes do not match their digest, an archive is cut short, a blob
/// is missing.
///
/// The message is one sentence that says what is wrong and where.
public final class ContentException extends IOException {
  private static final long serialVersionUID = 1;

  public ContentException(String message) {
    super(message);
  }

  public ContentException(String message, Throwable cause) {
    super(message, cause);
  }
}
