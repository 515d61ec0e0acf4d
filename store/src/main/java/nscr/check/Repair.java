package nscr.check;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import nscr.content.Progress;
import nscr.oci.Digest;
import nscr.rows.ContentRow;
import nscr.rows.EdgeRow;
import nscr.rows.LinkRow;
import nscr.rows.ManifestRow;
import nscr.rows.NameRow;
import nscr.rows.ReferrerRow;
import nscr.rows.TagRow;
import nscr.store.Store;

/// Mends what a check finds, as far as what is left tells how it was; never by a guess.
///
/// What follows from the content of manifests is written anew: their rows, edges, referrer rows and
/// links. A tag and its reverse bring each other back. A blob whose file is gone or damaged gets
/// another whole file, if one lies about; otherwise its row goes and a damaged file is set aside,
/// so that a push or an import brings it again. Garbage that no gc would notice is put up for
/// review; nothing is deleted here. Each is an ordinary change of the rows as read (R4), so
/// everything else may go on beside it. Doing it again changes nothing more.
public final class Repair {
  /// A manifest's row says how large its children are, which may have been wrong themselves.
  private static final int DEEPEST = 32;

  /// How long gc leaves what lost its rows, perhaps.
  private static final Duration SALVAGED = Duration.ofDays(30);

  private final Store store;
  private final RepairListener listener;
  private final Mender mender;
  private final ManifestMender manifests;
  private final NameMender names;
  private final BlobMender blobs;
  private boolean isSalvaged;
  private long mended;
  private long lost;

  private Repair(Store store, boolean real, RepairListener listener) {
    this.store = store;
    this.listener = listener;
    this.mender =
        new Mender(
            store.rows(),
            done -> {
              mended++;
              listener.mended(done);
            });
    this.manifests = new ManifestMender(mender, store.clock());
    this.names = new NameMender(mender, store.clock());
    this.blobs = new BlobMender(mender, store, real);
  }

  /// Mends a store, and checks it afterwards.
  ///
  /// @param deep whether to read every blob, which finds those that are damaged
  /// @throws IOException when the index or a directory cannot be read or written
  public static RepairReport run(
      Store store, boolean deep, Progress progress, RepairListener listener) throws IOException {
    return new Repair(store, true, listener).run(deep, progress);
  }

  /// Finds what [#run] would do, and changes nothing.
  public static RepairReport plan(
      Store store, boolean deep, Progress progress, RepairListener listener) throws IOException {
    return new Repair(store.forgetful(), false, listener).run(deep, progress);
  }

  /// As [#run], of a store whose index was salvaged, while nothing else uses it: what no row names
  /// or needs may be what lost its rows. So files are set aside, and gc leaves everything else for
  /// a month.
  public static RepairReport runAfterSalvage(
      Store store, boolean deep, Progress progress, RepairListener listener) throws IOException {
    Repair repair = new Repair(store, true, listener);
    repair.isSalvaged = true;
    return repair.run(deep, progress);
  }

  private RepairReport run(boolean deep, Progress progress) throws IOException {
    progress.begin("repair", -1);
    UnreadableRows unreadable = new UnreadableRows(mender);
    unreadable.remove();
    mendRows();
    DeepCheck bytes = new DeepCheck(store.rows(), store.blobFiles(), progress);
    blobs.look(row -> deep ? bytes.wrong(row) : Optional.empty());
    for (Digest digest : manifests.missing()) {
      blobs.want(digest);
    }
    Map<Digest, String> lostBlobs = blobs.mend();
    for (ManifestMender.Name name : Set.copyOf(manifests.incomplete())) {
      manifests.mend(name);
    }
    if (isSalvaged) {
      blobs.setOrphansAside();
    }
    Instant now = store.clock().instant();
    new QueueMender(mender, store, isSalvaged ? now.plus(SALVAGED) : now).mend(blobs::isAside);
    unreadable.tellLost(this::tellLost);
    tellLostManifests();
    tellLostBlobs(lostBlobs);
    return new RepairReport(mended, lost, Check.run(store, false, progress, listener::left));
  }

  private void mendRows() throws IOException {
    long before;
    int depth = 0;
    do {
      before = mended;
      manifests.lost().clear();
      store
          .rows()
          .all(
              row -> {
                switch (row) {
                  case ManifestRow manifest ->
                      manifests.mend(
                          new ManifestMender.Name(manifest.repository(), manifest.digest()));
                  case ContentRow content when isWithoutRow(content) ->
                      manifests.mend(
                          new ManifestMender.Name(content.repository(), content.digest()));
                  case TagRow tag -> names.tag(tag);
                  case NameRow name -> names.name(name);
                  case ReferrerRow referrer -> names.referrer(referrer);
                  case EdgeRow edge -> names.edge(edge);
                  default -> {
                    // Mended elsewhere, or stands alone.
                  }
                }
              },
              (_, _) -> {});
      depth++;
    } while (mended > before && depth < DEEPEST);
  }

  private boolean isWithoutRow(ContentRow content) throws IOException {
    return store.rows().find(ManifestRow.key(content.repository(), content.digest())).isEmpty();
  }

  private void tellLost(Finding what) {
    lost++;
    listener.lost(what);
  }

  private void tellLostManifests() {
    Set<ManifestMender.Name> told = new LinkedHashSet<>(manifests.lost());
    told.forEach(name ->
        tellLost(
            new Finding(
                "R3",
                name.toString(),
                "the content of this manifest is lost. Push or import it again, or delete it")));
  }

  private void tellLostBlobs(Map<Digest, String> blobs) throws IOException {
    for (var blob : blobs.entrySet()) {
      Set<String> needing = new TreeSet<>();
      Consumer<LinkRow> add =
          link -> {
            try {
              needing.addAll(manifests.parents(link.repository(), blob.getKey()));
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          };
      store.rows().each(LinkRow.of(blob.getKey()), add::accept, (_, _) -> {});
      String by =
          needing.isEmpty()
              ? "No manifest needs it"
              : "Push or import it again: it is needed by " + String.join(", ", needing);
      tellLost(
          new Finding(
              "R1",
              blob.getKey().toString(),
              "this blob is lost, for " + blob.getValue() + ". " + by));
    }
  }
}
