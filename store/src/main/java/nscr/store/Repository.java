package nscr.store;

import nscr.content.ContentSource;
import nscr.oci.RepositoryName;

/// One repository of a store. It need not have anything in it: it comes into being with its first
/// content and is gone with its last.
public final class Repository {
  private final Store store;
  private final RepositoryName name;

  Repository(Store store, RepositoryName name) {
    this.store = store;
    this.name = name;
  }

  public RepositoryName name() {
    return name;
  }

  public Manifests manifests() {
    return new Manifests(store, name);
  }

  public Tags tags() {
    return new Tags(store, name);
  }

  public Blobs blobs() {
    return new Blobs(store, name);
  }

  /// The repository as a place to copy from.
  public ContentSource source() {
    return new RepositorySource(this);
  }
}
