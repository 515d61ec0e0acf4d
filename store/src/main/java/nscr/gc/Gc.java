package nscr.gc;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nscr.blob.BlobBackend;
import nscr.blob.BlobFile;
import nscr.blob.BlobName;
import nscr.blob.Names;
import nscr.blob.StagedName;
import nscr.oci.Json;
import nscr.rows.DamagedRowException;
import nscr.rows.FactRow;
import nscr.rows.Holder;
import nscr.rows.KeepRow;
import nscr.rows.ReviewRow;
import nscr.rows.ReviewRow.Kind;
import nscr.rows.Rows;
import nscr.rows.UploadRow;
import nscr.store.Store;

/// Removes what nothing refers to.
///
/// It reads the review queue, not the store: its cost is the garbage. It needs no pause and no
/// lock: every removal is a commit that relies on what it read (R4, R6), so pushes, pulls, deletes
/// and other gcs may go on beside it, and it may stop or be killed at any moment.
public final class Gc {
  private static final int PAGE = 256;

  private final Rows rows;
  private final BlobBackend blobs;
  private final InstantSource clock;
  private final boolean real;

  /// Keys of rows that cannot be read, and of reviews that could not be settled.
  private final Set<String> passedOver = new HashSet<>();

  /// The files a plan would have deleted by now.
  private final Set<BlobFile> planned = new HashSet<>();

  /// How many of its names each content would have lost by that.
  private final Map<Object, Long> namesLost = new HashMap<>();

  private Gc(Rows rows, BlobBackend blobs, InstantSource clock, boolean real) {
    this.rows = rows;
    this.blobs = blobs;
    this.clock = clock;
    this.real = real;
  }

  /// Removes what `policy` lets go.
  public static GcReport execute(Store store, GcPolicy policy) throws IOException {
    return new Gc(store.rows(), store.blobFiles(), store.clock(), true).run(policy);
  }

  /// Finds what [#execute] would remove, and changes nothing: the same code on an index whose
  /// changes are forgotten.
  public static GcReport plan(Store store, GcPolicy policy) throws IOException {
    return rehearse(store.forgetful(), policy);
  }

  /// As [#plan], on a store that forgets, in which the rows then are those that [#execute] would
  /// leave. No file is deleted.
  public static GcReport rehearse(Store forgetful, GcPolicy policy) throws IOException {
    return new Gc(forgetful.rows(), forgetful.blobFiles(), forgetful.clock(), false).run(policy);
  }

  private GcReport run(GcPolicy policy) throws IOException {
    GcReport report = expireUploads(policy.uploads()).plus(sweepStaged());
    expireBackups(policy.uploads());
    Settled round;
    do {
      // What a removed index listed and what referred to it come up in the next round. Each goes as
      // far as files: on a full disk, the first page of garbage makes room for the next.
      round = settlePage(Kind.SUBJECT, Duration.ZERO).and(settlePage(Kind.ORPHAN, policy.grace()));
      if (policy.untagged().isPresent()) {
        round = round.and(settlePage(Kind.UNTAGGED, policy.untagged().get()));
      }
      round = round.and(settlePage(Kind.LINK, policy.grace()));
      round = round.and(settlePage(Kind.BLOB, Duration.ZERO));
      report = report.plus(round.report()).plus(settle(Kind.FILE, Duration.ZERO));
    } while (round.goesOn());
    report = report.plus(GcReport.ofPassedOver(passedOver.size()));
    remember(report);
    return report;
  }

  /// @param goesOn whether there may be more to settle
  private record Settled(GcReport report, boolean goesOn) {
    Settled and(Settled next) {
      return new Settled(report.plus(next.report), goesOn || next.goesOn);
    }
  }

  /// Looks at the reviews of `kind` longest due, of those that have been due for `grace`.
  private Settled settlePage(Kind kind, Duration grace) throws IOException {
    Instant latest = clock.instant().minus(grace);
    Optional<String> after = Optional.empty();
    do {
      Rows.Page<ReviewRow> page = rows.page(ReviewRow.of(kind), after, PAGE);
      passedOver.addAll(page.unreadable());
      List<ReviewRow> due = due(page, latest);
      after =
          page.last().filter(_ -> page.rows().isEmpty() || isDue(page.rows().getLast(), latest));
      if (!due.isEmpty()) {
        GcReport report = settle(kind, due, latest);
        return new Settled(report, after.isPresent() || report.manifests() > 0);
      }
      // What is at the front may be such as could not be settled.
    } while (after.isPresent());
    return new Settled(GcReport.NOTHING, false);
  }

  /// Looks at every review of `kind` that has been due for `grace`.
  private GcReport settle(Kind kind, Duration grace) throws IOException {
    Instant latest = clock.instant().minus(grace);
    GcReport report = GcReport.NOTHING;
    Optional<String> after = Optional.empty();
    do {
      Rows.Page<ReviewRow> page = rows.page(ReviewRow.of(kind), after, PAGE);
      passedOver.addAll(page.unreadable());
      List<ReviewRow> due = due(page, latest);
      if (!due.isEmpty()) {
        report = report.plus(settle(kind, due, latest));
      }
      after = page.last();
    } while (after.isPresent());
    return report;
  }

  private static boolean isDue(ReviewRow review, Instant latest) {
    return !review.due().isAfter(latest);
  }

  private List<ReviewRow> due(Rows.Page<ReviewRow> page, Instant latest) {
    return page.rows().stream()
        .filter(review -> isDue(review, latest))
        .filter(review -> !passedOver.contains(review.key().text()))
        .toList();
  }

  private GcReport settle(Kind kind, List<ReviewRow> due, Instant latest) throws IOException {
    return switch (kind) {
      case SUBJECT ->
          new ManifestReview(rows, clock.instant(), this::passOver).orphanReferrers(due);
      case ORPHAN, UNTAGGED ->
          new ManifestReview(rows, clock.instant(), this::passOver).removeUnneeded(due, latest);
      case LINK ->
          new GcReport(
              0,
              new ClaimReview<>(rows, ClaimReview.LINKS, this::passOver).run(due),
              0,
              0,
              0,
              0,
              0);
      case BLOB ->
          new GcReport(
              0,
              0,
              new ClaimReview<>(rows, ClaimReview.BLOBS, this::passOver).run(due),
              0,
              0,
              0,
              0);
      case FILE -> new FileReview(rows, new Files(), this::passOver).run(due);
    };
  }

  /// Leaves a review to a repair, and to the gcs after that.
  private void passOver(ReviewRow review) {
    passedOver.add(review.key().text());
  }

  private GcReport expireUploads(Duration idle) throws IOException {
    Instant latest = clock.instant().minus(idle);
    long[] expired = {0};
    rows.each(
        UploadRow.all(),
        seen -> {
          boolean over =
              rows.change(change -> {
                Optional<UploadRow> row =
                    change
                        .find(seen.key())
                        .filter(u -> hasEnded(u) || u.active().isBefore(latest) && !isHeld(u));
                row.ifPresent(u -> change.remove(u.key()));
                return row.isPresent();
              });
          expired[0] += over ? 1 : 0;
        },
        (key, _) -> passedOver.add(key));
    return new GcReport(0, 0, 0, 0, expired[0], 0, 0);
  }

  /// Removes the rows of backups whose process has ended, or, where that cannot be known, that
  /// began too long ago.
  private void expireBackups(Duration longest) throws IOException {
    Instant latest = clock.instant().minus(longest);
    rows.each(
        KeepRow.all(),
        seen -> {
          Holder holder = seen.holder();
          if (holder.hasEnded() || seen.started().isBefore(latest) && !holder.isAlive()) {
            rows.change(change -> {
              change.remove(seen.key());
              return seen;
            });
          }
        },
        (key, _) -> passedOver.add(key));
  }

  private static boolean hasEnded(UploadRow upload) {
    return upload.holder().filter(holder -> holder.hasEnded()).isPresent();
  }

  private static boolean isHeld(UploadRow upload) {
    return upload.holder().filter(holder -> holder.isAlive()).isPresent();
  }

  /// Deletes staged files whose upload is over. An upload's row is written before its file and its
  /// id never comes back, so a row that is absent after the file was seen stays absent.
  private GcReport sweepStaged() throws IOException {
    GcReport report = GcReport.NOTHING;
    for (StagedName staged : blobs.staged()) {
      if (isOver(staged)) {
        report = report.plus(delete(staged));
      }
    }
    return report;
  }

  private boolean isOver(StagedName staged) throws IOException {
    try {
      return rows.find(UploadRow.key(UploadRow.idOf(staged.id()))).isEmpty();
    } catch (DamagedRowException e) {
      return false;
    }
  }

  private final class Files implements FileReview.Deletion {
    @Override
    public GcReport delete(BlobFile file) throws IOException {
      return Gc.this.delete(file);
    }

    @Override
    public void sync(Collection<BlobName> deleted) throws IOException {
      if (real) {
        blobs.syncDeleted(deleted);
      }
    }
  }

  private GcReport delete(BlobFile file) throws IOException {
    long freed = real ? blobs.delete(file) : planned.add(file) ? freedBy(file) : -1;
    return freed < 0 ? GcReport.NOTHING : new GcReport(0, 0, 0, 1, 0, freed, 0);
  }

  /// What [BlobBackend#delete] would say.
  private long freedBy(BlobFile file) throws IOException {
    Optional<Names> names = blobs.names(file);
    if (names.isEmpty()) {
      return -1;
    }
    long lost = namesLost.merge(names.get().content(), 1L, Long::sum);
    return lost < names.get().count() ? 0 : names.get().bytes();
  }

  private void remember(GcReport report) throws IOException {
    var json = new java.util.LinkedHashMap<String, Object>();
    json.put("ended", clock.instant());
    json.put("removed", report);
    FactRow last =
        new FactRow(
            FactRow.LAST_GC, new String(Json.write(json), java.nio.charset.StandardCharsets.UTF_8));
    rows.change(change -> {
      change.put(last);
      return last;
    });
  }
}
