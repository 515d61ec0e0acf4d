package nscr.store;

import java.io.IOException;

/// Trouble with the store itself, rather than with what was asked of it. The message says what to
/// do next.
public abstract sealed class StoreException extends IOException {
  private static final long serialVersionUID = 1;

  private StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  /// Another process has the store open and did not let go in time.
  public static final class Busy extends StoreException {
    private static final long serialVersionUID = 1;

    public Busy(String message) {
      super(message, null);
    }
  }

  /// This process may not change the store, or its disk may not be written to.
  public static final class ReadOnly extends StoreException {
    private static final long serialVersionUID = 1;

    public ReadOnly(String message) {
      super(message, null);
    }
  }

  /// There is no store where one was looked for.
  public static final class Missing extends StoreException {
    private static final long serialVersionUID = 1;

    public Missing(String message) {
      super(message, null);
    }
  }

  /// The directory is no store, or one of another version.
  public static final class Format extends StoreException {
    private static final long serialVersionUID = 1;

    public Format(String message) {
      super(message, null);
    }
  }

  /// The store's index or files are not what was written.
  public static final class Damaged extends StoreException {
    private static final long serialVersionUID = 1;

    public Damaged(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
