package nscr.gc;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
    DueReviews reviews = new DueReviews(rows, passedOver);
    Sweep sweep;
    do {
      reviews.rewind();
      sweep = sweep(reviews, graces(policy));
      report = report.plus(sweep.report());
    } while (sweep.broughtMore());
    report = report.plus(GcReport.ofPassedOver(passedOver.size()));
    remember(report);
    return report;
  }

  /// How long a review of each kind must have been due, in the order in which one kind brings up
  /// what is of the next.
  private static Map<Kind, Duration> graces(GcPolicy policy) {
    Map<Kind, Duration> graces = new LinkedHashMap<>();
    graces.put(Kind.SUBJECT, Duration.ZERO);
    graces.put(Kind.ORPHAN, policy.grace());
    policy.untagged().ifPresent(age -> graces.put(Kind.UNTAGGED, age));
    graces.put(Kind.LINK, policy.grace());
    graces.put(Kind.BLOB, Duration.ZERO);
    graces.put(Kind.FILE, Duration.ZERO);
    return graces;
  }

  /// @param broughtMore whether reviews may have come up where it had passed already
  private record Sweep(GcReport report, boolean broughtMore) {}

  /// Looks at the whole queue once, a page of each kind in turn. Each goes as far as files: on a
  /// full disk, the first page of garbage makes room for the next.
  private Sweep sweep(DueReviews reviews, Map<Kind, Duration> graces) throws IOException {
    GcReport report = GcReport.NOTHING;
    boolean isOver;
    boolean hadSubjects = false;
    do {
      isOver = true;
      for (var grace : graces.entrySet()) {
        Instant latest = clock.instant().minus(grace.getValue());
        List<ReviewRow> due = reviews.next(grace.getKey(), latest);
        if (!due.isEmpty()) {
          report = report.plus(settle(grace.getKey(), due, latest));
          hadSubjects |= grace.getKey() == Kind.SUBJECT;
          isOver = false;
        }
      }
    } while (!isOver);
    // What a removed index listed comes up, and what referred to a subject.
    return new Sweep(report, hadSubjects || report.manifests() > 0);
  }

  /// Settles these reviews, and at once those that come up of links and blobs, which would have to
  /// be looked for among all that were settled.
  private GcReport settle(Kind kind, List<ReviewRow> due, Instant latest) throws IOException {
    return switch (kind) {
      case SUBJECT ->
          new ManifestReview(rows, clock.instant(), this::passOver).orphanReferrers(due);
      case ORPHAN, UNTAGGED ->
          new ManifestReview(rows, clock.instant(), this::passOver).removeUnneeded(due, latest);
      case LINK -> {
        var blobs = new ClaimReview<>(rows, ClaimReview.LINKS, this::passOver).run(due);
        yield new GcReport(0, blobs.size(), 0, 0, 0, 0, 0).plus(settle(Kind.BLOB, blobs, latest));
      }
      case BLOB -> {
        var files = new ClaimReview<>(rows, ClaimReview.BLOBS, this::passOver).run(due);
        yield new GcReport(0, 0, files.size(), 0, 0, 0, 0).plus(settle(Kind.FILE, files, latest));
      }
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
