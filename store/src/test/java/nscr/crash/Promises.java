package nscr.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import nscr.oci.Digest;
import nscr.oci.ImageReference;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import nscr.rows.TagRow;
import nscr.store.Repository;
import nscr.store.Store;

/// What a store has acknowledged: what tags point at, which blobs and manifests are there, and
/// which are not. While something is being changed, nothing is promised of it.
public final class Promises {
  /// Names to what they lead to; empty when it is promised that they lead nowhere.
  private final Map<ImageReference, Optional<Digest>> names = new TreeMap<>(Promises::compare);

  private final Map<ImageReference, Boolean> blobs = new TreeMap<>(Promises::compare);

  private static int compare(ImageReference one, ImageReference other) {
    return one.toString().compareTo(other.toString());
  }

  /// The same promises, to be changed apart.
  public Promises copy() {
    Promises copy = new Promises();
    copy.names.putAll(names);
    copy.blobs.putAll(blobs);
    return copy;
  }

  /// A manifest's or a tag's name is about to change.
  public void forget(ImageReference name) {
    names.remove(name);
  }

  /// A tag points at a manifest, or a manifest is there.
  public void keep(ImageReference name, Digest manifest) {
    names.put(name, Optional.of(manifest));
  }

  /// A tag or manifest is not there any more.
  public void gone(ImageReference name) {
    names.put(name, Optional.empty());
  }

  /// All names of a repository are about to change.
  public void forgetAll(RepositoryName repository) {
    names.keySet().removeIf(name -> name.repository().equals(repository));
  }

  public void forgetBlob(RepositoryName repository, Digest digest) {
    blobs.remove(ImageReference.of(repository, digest));
  }

  /// A repository has, or has not, a blob.
  public void blob(RepositoryName repository, Digest digest, boolean isThere) {
    blobs.put(ImageReference.of(repository, digest), isThere);
  }

  /// Takes down what a process said: `forget`, `keep` or `gone`, a name, and what it leads to.
  public void read(String line) {
    String[] words = line.split(" ");
    switch (words[0]) {
      case "forget" -> forget(ImageReference.parse(words[1]));
      case "keep" -> keep(ImageReference.parse(words[1]), Digest.parse(words[2]));
      case "gone" -> gone(ImageReference.parse(words[1]));
      default -> {
        // It said something else.
      }
    }
  }

  /// Forgets what gc may take: only what a tag leads to stays for good.
  public void forgetUntagged() {
    names.keySet().removeIf(name -> name.reference().orElseThrow() instanceof Digest);
    blobs.clear();
  }

  /// Fails when one is not kept. Whether the content is right is the business of a check.
  public void assertKept(Store store, String when) throws IOException {
    for (var name : names.entrySet()) {
      Repository repository = store.repository(name.getKey().repository());
      Optional<Digest> found =
          switch (name.getKey().reference().orElseThrow()) {
            case Tag tag -> repository.tags().find(tag).map(TagRow::manifest);
            case Digest digest -> repository.manifests().find(digest).map(m -> m.digest());
          };
      assertEquals(name.getValue(), found, name.getKey() + ", " + when);
    }
    for (var blob : blobs.entrySet()) {
      Digest digest = (Digest) blob.getKey().reference().orElseThrow();
      boolean found = store.repository(blob.getKey().repository()).blobs().find(digest).isPresent();
      assertEquals(blob.getValue(), found, "blob " + blob.getKey() + ", " + when);
    }
  }
}
