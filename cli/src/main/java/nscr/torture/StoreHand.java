package nscr.torture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import nscr.check.Check;
import nscr.check.Finding;
import nscr.content.ContentSource;
import nscr.content.Copier;
import nscr.content.Progress;
import nscr.format.OciLayoutTar;
import nscr.gc.Gc;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.ErrorCode;
import nscr.oci.ImageReference;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import nscr.rows.TagRow;
import nscr.store.Import;
import nscr.store.Store;

/// Does everything, with a store that this process has open.
final class StoreHand implements Hand {
  private final Store store;
  private final Goods goods;
  private final Scene scene;
  private final Hand client;

  StoreHand(Store store, Goods goods, Scene scene) {
    this.store = store;
    this.goods = goods;
    this.scene = scene;
    this.client =
        new ClientHand(
            new OpenStore(store, scene.keepsNeededBlobs()), goods, scene.mercy().attempts());
  }

  @Override
  public Outcome perform(Operation operation) {
    return Outcomes.of(() ->
        switch (operation) {
          case Operation.Import load -> load(load);
          case Operation.Release(var repository, var tag) -> {
            store.repository(repository).manifests().release(tag);
            yield Outcome.DONE;
          }
          case Operation.Clear(var repository) -> {
            store.repository(repository).delete();
            yield Outcome.DONE;
          }
          case Operation.Export(var repository, var tag) -> export(repository, tag);
          case Operation.Collect _ -> {
            Gc.execute(store, scene.mercy().policy());
            yield Outcome.DONE;
          }
          case Operation.Check _ -> check();
          default -> client.perform(operation);
        });
  }

  private Outcome load(Operation.Import load) throws IOException {
    ImageReference name = ImageReference.of(load.repository(), load.tag());
    try (Import work = store.beginImport()) {
      new Copier(goods.source(), work, load.referrers()).copy(load.piece().descriptor(), name);
      work.finish();
    }
    return Outcome.DONE;
  }

  private Outcome export(RepositoryName repository, Tag tag) throws IOException {
    Optional<Digest> digest = store.repository(repository).tags().find(tag).map(TagRow::manifest);
    if (digest.isEmpty()) {
      return new Outcome.Refused(ErrorCode.MANIFEST_UNKNOWN, repository + " has no tag " + tag);
    }
    Piece piece =
        goods
            .find(digest.get())
            .orElseThrow(() -> new WrongException("nobody pushed " + digest.get()));
    ImageReference name = ImageReference.of(repository, tag);
    byte[] found = archive(store.repository(repository).source(), piece.descriptor(), name, false);
    if (!Arrays.equals(found, archive(goods.source(), piece.descriptor(), name, false))) {
      return new Outcome.Wrong("the export of " + name + " is not " + piece);
    }
    return Outcome.seen(digest.get());
  }

  /// The archive that an export of it is, byte for byte.
  static byte[] archive(
      ContentSource source, Descriptor root, ImageReference name, boolean referrers)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OciLayoutTar tar = new OciLayoutTar(out)) {
      new Copier(source, tar, referrers).copy(root, name);
      tar.finish();
    }
    return out.toByteArray();
  }

  private Outcome check() throws IOException {
    List<Finding> findings = new ArrayList<>();
    Check.run(store, false, Progress.NONE, findings::add);
    return findings.isEmpty() ? Outcome.DONE : new Outcome.Wrong("check found " + findings);
  }
}
