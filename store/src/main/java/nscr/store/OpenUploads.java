package nscr.store;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nscr.oci.DigestAlgorithm;
import nscr.oci.ErrorCode;
import nscr.oci.OciException;

/// Which uploads this process is writing, each to one at a time, and the hashes of those it wrote
/// before.
///
/// A hash is only a saving: it counts as long as the upload has exactly the bytes it was made of,
/// and without it they are read again. Any number of threads may use it.
final class OpenUploads {
  private static final int MOST = 1024;

  private final Set<String> taken = new HashSet<>();
  private final Map<String, RunningHash> hashes =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RunningHash> eldest) {
          return size() > MOST;
        }
      };

  /// @throws OciException TOOMANYREQUESTS when another is writing the upload
  synchronized void take(String id) {
    if (!taken.add(id)) {
      throw new OciException(
          ErrorCode.TOOMANYREQUESTS,
          "another request is adding to upload " + id + "; wait until it is done");
    }
  }

  /// The hash of the `size` bytes an upload has, if it is known.
  synchronized Optional<RunningHash> hashOf(String id, long size) {
    RunningHash known = hashes.remove(id);
    if (known != null && known.size() == size) {
      return Optional.of(known);
    }
    return size == 0 ? Optional.of(RunningHash.start(DigestAlgorithm.SHA256)) : Optional.empty();
  }

  synchronized void release(String id, Optional<RunningHash> hash) {
    hash.ifPresent(known -> hashes.put(id, known));
    taken.remove(id);
  }
}
