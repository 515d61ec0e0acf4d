package nscr.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import nscr.blob.Ownership;
import nscr.oci.DigestAlgorithm;
import nscr.oci.ErrorCode;
import nscr.oci.OciException;

/// Which uploads this process is writing, each to one at a time, and the hashes of those it wrote
/// before.
///
/// That another process may not write the same one meanwhile is seen to by locks of the operating
/// system, one byte of a file for each upload: what two wrote at once would have the digest of what
/// one of them sent. They end with the process.
///
/// A hash is only a saving: it counts as long as the upload has exactly the bytes it was made of,
/// and without it they are read again. Any number of threads may use it.
final class OpenUploads implements Closeable {
  private static final int MOST = 1024;

  private final Optional<Path> locks;
  private final Map<String, Optional<FileLock>> taken = new HashMap<>();
  private Optional<FileChannel> channel = Optional.empty();
  private final Map<String, RunningHash> hashes =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RunningHash> eldest) {
          return size() > MOST;
        }
      };

  /// @param locks the file to lock in, made when there is none; empty where no other process can
  ///   come to the uploads
  OpenUploads(Optional<Path> locks) {
    this.locks = locks;
  }

  /// @throws OciException TOOMANYREQUESTS when another is writing the upload
  synchronized void take(String id) throws IOException {
    if (taken.containsKey(id)) {
      throw taken(id);
    }
    taken.put(id, locks.isPresent() ? Optional.of(lock(locks.get(), id)) : Optional.empty());
  }

  private static OciException taken(String id) {
    return new OciException(
        ErrorCode.TOOMANYREQUESTS,
        "another request is adding to upload " + id + "; wait until it is done");
  }

  private FileLock lock(Path file, String id) throws IOException {
    if (channel.isEmpty()) {
      channel =
          Optional.of(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
      Ownership.in(file.toAbsolutePath().getParent()).give(file);
    }
    try {
      FileLock lock = channel.get().tryLock(place(id), 1, false);
      if (lock != null) {
        return lock;
      }
    } catch (OverlappingFileLockException e) {
      // This process has the store open twice.
      throw taken(id);
    }
    throw taken(id);
  }

  /// Two uploads of one place would only wait for each other.
  private static long place(String id) {
    long place = 0;
    for (int i = 0; i < id.length(); i++) {
      place = 31 * place + id.charAt(i);
    }
    return place & (Long.MAX_VALUE >>> 1);
  }

  /// The hash of the `size` bytes an upload has, if it is known.
  synchronized Optional<RunningHash> hashOf(String id, long size) {
    RunningHash known = hashes.remove(id);
    if (known != null && known.size() == size) {
      return Optional.of(known);
    }
    return size == 0 ? Optional.of(RunningHash.start(DigestAlgorithm.SHA256)) : Optional.empty();
  }

  synchronized void release(String id, Optional<RunningHash> hash) throws IOException {
    hash.ifPresent(known -> hashes.put(id, known));
    Optional<FileLock> lock = taken.remove(id);
    if (lock != null && lock.isPresent() && lock.get().isValid()) {
      lock.get().release();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (channel.isPresent()) {
      channel.get().close();
    }
  }
}
