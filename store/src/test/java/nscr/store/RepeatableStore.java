package nscr.store;

import java.time.InstantSource;
import java.util.function.Supplier;
import nscr.blob.BlobBackend;
import nscr.index.IndexBackend;

/// A store that does the same again when it is asked the same: its ids are given, not random.
public final class RepeatableStore {
  private RepeatableStore() {}

  public static Store over(
      IndexBackend index, BlobBackend blobs, InstantSource clock, Supplier<String> ids) {
    return Store.over(index, blobs, clock, ids);
  }
}
