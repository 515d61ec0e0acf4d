package nscr.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nscr.gc.Gc;
import nscr.gc.GcPolicy;
import nscr.oci.Digest;
import nscr.oci.ImageReference;
import nscr.oci.Tag;
import nscr.rows.TagRow;
import nscr.store.Repository;
import nscr.store.Store;

/// Removes names and what they hold, and finds out what that frees: what a gc finds that looks at
/// nothing else. What is also held by garbage that is not collected yet does not count.
final class Removal {
  private final Store store;
  private final Set<String> removed = new LinkedHashSet<>();
  private final List<RemovalReport.Kept> kept = new ArrayList<>();

  private Removal(Store store) {
    this.store = store;
  }

  /// @param isDry whether all of it is done to a store that forgets it
  /// @throws nscr.oci.OciException when one of the names is not there: then nothing is removed
  static RemovalReport run(Store store, Collection<ImageReference> names, boolean isDry)
      throws IOException {
    for (ImageReference name : names) {
      check(store, name);
    }
    // Uploads that were given up, which are no reviews.
    long before = Gc.rehearse(store.forgetfulOfGarbage(), GcPolicy.USUAL).freedBytes();
    Store rehearsed = store.forgetfulOfGarbage();
    Removal removal = new Removal(rehearsed).remove(names);
    long after = Gc.rehearse(rehearsed, GcPolicy.USUAL).freedBytes();
    if (!isDry) {
      removal = new Removal(store).remove(names);
    }
    return new RemovalReport(
        List.copyOf(removal.removed), removal.kept, Math.max(0, after - before), isDry);
  }

  private Removal remove(Collection<ImageReference> names) throws IOException {
    for (ImageReference name : names) {
      remove(name);
    }
    // One that a later name took away was not kept after all.
    kept.removeIf(one -> removed.contains(one.name()));
    return this;
  }

  private static void check(Store store, ImageReference name) throws IOException {
    if (name.reference().isEmpty()) {
      LsCommand.existing(store, name.repository());
    } else {
      store.repository(name.repository()).manifests().get(name.reference().get());
    }
  }

  private void remove(ImageReference name) throws IOException {
    Repository repository = store.repository(name.repository());
    switch (name.reference().orElse(null)) {
      case Tag tag -> removeTag(repository, tag);
      case Digest digest -> removeManifest(repository, digest);
      case null -> repository.delete().forEach(gone -> removed.add(gone.toString()));
    }
  }

  private void removeTag(Repository repository, Tag tag) throws IOException {
    Optional<TagRow> row = repository.tags().find(tag);
    if (row.isEmpty()) {
      // It went with a name before it.
      return;
    }
    Digest digest = row.get().manifest();
    Optional<Digest> gone = repository.manifests().release(tag);
    removed.add(ImageReference.of(repository.name(), tag).toString());
    String manifest = ImageReference.of(repository.name(), digest).toString();
    if (gone.isPresent()) {
      removed.add(manifest);
    } else {
      kept.add(new RemovalReport.Kept(manifest, holder(repository, digest)));
    }
  }

  private static String holder(Repository repository, Digest digest) throws IOException {
    Optional<Tag> tag = repository.manifests().firstTag(digest);
    if (tag.isPresent()) {
      return "tag " + tag.get();
    }
    return repository.manifests().isNeeded(digest) ? "an index" : "the image it refers to";
  }

  private void removeManifest(Repository repository, Digest digest) throws IOException {
    if (repository.manifests().row(digest).isEmpty()) {
      return;
    }
    for (Tag tag : repository.manifests().delete(digest)) {
      removed.add(ImageReference.of(repository.name(), tag).toString());
    }
    removed.add(ImageReference.of(repository.name(), digest).toString());
  }
}
