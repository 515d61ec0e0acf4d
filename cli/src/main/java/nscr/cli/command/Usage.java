package nscr.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import nscr.oci.Digest;
import nscr.oci.RepositoryName;
import nscr.rows.BlobRow;
import nscr.rows.LinkRow;
import nscr.store.Store;

/// How many bytes of blobs each repository has, all by itself and together with others.
///
/// One pass over the links, which stand in the order of blobs; memory grows with the number of
/// repositories.
final class Usage {
  private final Store store;
  private final Map<RepositoryName, Bytes> repositories = new TreeMap<>();
  private final List<RepositoryName> sharing = new ArrayList<>();
  private Optional<Digest> blob = Optional.empty();

  /// @param size of all its blobs
  /// @param shared of those that other repositories have too
  record Bytes(long size, long shared) {
    static final Bytes NONE = new Bytes(0, 0);

    long exclusive() {
      return size - shared;
    }

    private Bytes plus(long bytes, boolean isShared) {
      return new Bytes(size + bytes, isShared ? shared + bytes : shared);
    }
  }

  private Usage(Store store) {
    this.store = store;
  }

  static Map<RepositoryName, Bytes> of(Store store) throws IOException {
    Usage usage = new Usage(store);
    store.rows().each(LinkRow.all(), usage::link);
    usage.count();
    return usage.repositories;
  }

  private void link(LinkRow link) throws IOException {
    if (!blob.equals(Optional.of(link.digest()))) {
      count();
      blob = Optional.of(link.digest());
    }
    sharing.add(link.repository());
  }

  private void count() throws IOException {
    if (blob.isPresent()) {
      long size = store.rows().find(BlobRow.key(blob.get())).map(BlobRow::size).orElse(0L);
      boolean isShared = sharing.size() > 1;
      for (RepositoryName repository : sharing) {
        repositories.merge(
            repository, Bytes.NONE.plus(size, isShared), (a, _) -> a.plus(size, isShared));
      }
      sharing.clear();
    }
  }
}
