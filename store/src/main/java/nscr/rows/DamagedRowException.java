package nscr.rows;

/// A row's key or value cannot be read: the index holds something this version never wrote.
public final class DamagedRowException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public DamagedRowException(String message) {
    super(message);
  }

  public DamagedRowException(String message, Throwable cause) {
    super(message, cause);
  }
}
