package nscr.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Optional;
import nscr.content.ContentException;
import nscr.index.DamagedIndexException;
import nscr.oci.OciException;
import nscr.rows.DamagedRowException;
import nscr.store.StoreException;

/// Why a command failed, for whoever gave it: the one place where exceptions become exit codes and
/// sentences.
///
/// @param message one sentence or two, without the program's name
public record Failure(ExitCode code, String message) {

  private static final String MAKE_ROOM =
      ". Make room with nscr rm IMAGE and nscr gc, which work on a full disk too, or elsewhere on"
          + " the disk; then run it again.";

  /// What `thrown` means to a person.
  public static Failure of(Throwable thrown) {
    return switch (thrown) {
      case UsageException e -> new Failure(ExitCode.USAGE, e.getMessage());
      case OciException e -> new Failure(codeOf(e), e.getMessage());
      case UncheckedIOException e -> of(e.getCause());
      case IOException e -> ofDisk(e);
      case DamagedRowException e -> damage(e);
      case OutOfMemoryError _ ->
          new Failure(
              ExitCode.FAILED, "out of memory. Give it more, such as NSCR_JAVA_OPTS=-Xmx1g.");
      default ->
          new Failure(
              ExitCode.FAILED,
              "unexpected " + thrown + ". This is a fault of nscr; -v shows more.");
    };
  }

  private static ExitCode codeOf(OciException e) {
    return switch (e.code()) {
      case BLOB_UNKNOWN,
          BLOB_UPLOAD_UNKNOWN,
          MANIFEST_BLOB_UNKNOWN,
          MANIFEST_UNKNOWN,
          NAME_UNKNOWN ->
          ExitCode.NOT_FOUND;
      case DENIED, UNAUTHORIZED -> ExitCode.DENIED;
      case BLOB_UPLOAD_INVALID,
          DIGEST_INVALID,
          MANIFEST_INVALID,
          NAME_INVALID,
          SIZE_INVALID,
          UNSUPPORTED ->
          ExitCode.INVALID_INPUT;
      case TOOMANYREQUESTS -> ExitCode.FAILED;
    };
  }

  private static Failure ofDisk(IOException thrown) {
    return switch (thrown) {
      case ContentException e -> new Failure(ExitCode.INVALID_INPUT, e.getMessage());
      case StoreException e -> new Failure(codeOf(e), e.getMessage());
      case DamagedIndexException e -> damage(e);
      case InterruptedIOException _ -> new Failure(ExitCode.INTERRUPTED, "interrupted");
      case NoSuchFileException e -> failed(e.getFile() + ": no such file or directory");
      case AccessDeniedException e -> failed(e.getFile() + ": permission denied");
      case FileSystemException e -> failed(e.getFile() + ": " + reason(e));
      // What the committing thread met is handed on as the cause.
      case IOException e when e.getCause() instanceof DamagedIndexException cause -> damage(cause);
      default -> failed(Optional.ofNullable(thrown.getMessage()).orElseGet(thrown::toString));
    };
  }

  private static ExitCode codeOf(StoreException e) {
    return switch (e) {
      case StoreException.Busy _ -> ExitCode.BUSY;
      case StoreException.ReadOnly _ -> ExitCode.DENIED;
      case StoreException.Missing _ -> ExitCode.NOT_FOUND;
      case StoreException.Format _ -> ExitCode.FAILED;
      case StoreException.Damaged _ -> ExitCode.DAMAGE;
    };
  }

  private static String reason(FileSystemException e) {
    return Optional.ofNullable(e.getReason()).orElseGet(() -> reasonByType(e));
  }

  private static String reasonByType(FileSystemException e) {
    return switch (e) {
      case java.nio.file.DirectoryNotEmptyException _ -> "the directory is not empty";
      case java.nio.file.FileAlreadyExistsException _ -> "it exists already";
      case java.nio.file.NotDirectoryException _ -> "not a directory";
      default -> e.getClass().getSimpleName();
    };
  }

  private static Failure failed(String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    boolean isFull = lower.contains("no space left") || lower.contains("quota exceeded");
    // What the store says about its own room ends with what to do.
    return new Failure(
        ExitCode.FAILED, isFull && !message.contains("nscr gc") ? message + MAKE_ROOM : message);
  }

  private static Failure damage(Exception e) {
    return new Failure(
        ExitCode.DAMAGE,
        "the store is damaged: "
            + e.getMessage()
            + ". nscr check says how far, and nscr check --repair mends what it can.");
  }
}
