package nscr.explore;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import nscr.blob.BlobBackend;
import nscr.index.IndexBackend;
import nscr.store.RepeatableStore;
import nscr.store.Repository;
import nscr.store.Store;

/// Where an act takes place: the real store over backends whose every call is a step.
final class Stage {

  /// What somebody was told and must stay true, because nobody in the scenario takes it back.
  record Promise(String text, Check check) {}

  /// Looks at a store at rest.
  @FunctionalInterface
  interface Check {
    boolean holds(Store store) throws IOException;
  }

  private final Store store;
  private final List<Promise> promises = new ArrayList<>();

  /// @param actor whose ids begin with this
  Stage(Run run, String actor, Instant now, Switch off) {
    IndexBackend index = off.index(new SteppedIndex(run, off.freshNonces()));
    BlobBackend blobs = off.blobs(new SteppedBlobs(run));
    int[] ids = {0};
    this.store =
        RepeatableStore.over(index, blobs, InstantSource.fixed(now), () -> actor + ids[0]++);
  }

  Store store() {
    return store;
  }

  Repository repository(String name) {
    return store.repository(new nscr.oci.RepositoryName(name));
  }

  /// What was just answered must stay true.
  void promise(String text, Check check) {
    promises.add(new Promise(text, check));
  }

  List<Promise> promises() {
    return promises;
  }
}
