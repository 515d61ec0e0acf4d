package nscr.explore;

import nscr.blob.BlobBackend;
import nscr.index.IndexBackend;

/// What stands between the code and the store to switch a rule off, from outside the code.
public interface Switch {

  /// All rules are on.
  Switch NONE = new Switch() {};

  default IndexBackend index(IndexBackend index) {
    return index;
  }

  default BlobBackend blobs(BlobBackend blobs) {
    return blobs;
  }

  /// Whether a row gets a nonce that no other write had.
  default boolean freshNonces() {
    return true;
  }
}
