package nscr.check;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.Manifest;
import nscr.oci.RepositoryName;
import nscr.rows.Change;
import nscr.rows.ContentRow;
import nscr.rows.EdgeRow;
import nscr.rows.ManifestChanges;
import nscr.rows.ManifestRow;
import nscr.rows.NameRow;
import nscr.rows.ReferrerRow;
import nscr.rows.TagRow;

/// Brings the rows by which manifests are found into line: tags with their reverses, and edges and
/// referrer rows with what the content of their manifest says.
final class NameMender {
  private final Mender mender;
  private final InstantSource clock;

  NameMender(Mender mender, InstantSource clock) {
    this.mender = mender;
    this.clock = clock;
  }

  void tag(TagRow tag) throws IOException {
    NameRow name = new NameRow(tag.repository(), tag.manifest(), tag.tag());
    mender.mend(
        new Finding("R3", tag.repository() + ":" + tag.tag(), "its manifest knows of it again"),
        change -> {
          boolean wrong =
              change.find(tag.key()).map(TagRow::manifest).equals(Optional.of(tag.manifest()))
                  && change.find(name.key()).isEmpty();
          if (wrong) {
            change.put(name);
          }
          return wrong;
        });
  }

  /// A reverse without its tag says what the tag pointed at, unless another says otherwise.
  void name(NameRow name) throws IOException {
    String subject = name.repository() + ":" + name.tag();
    Optional<TagRow> tag = mender.rows().find(TagRow.key(name.repository(), name.tag()));
    if (tag.isPresent()) {
      mender.mend(
          new Finding("R3", subject, name.manifest() + " is no longer said to have this tag"),
          change -> {
            boolean stale = isStale(change, name);
            if (stale) {
              change.remove(name.key());
            }
            return stale;
          });
    } else if (isOnlyOne(name)) {
      mender.mend(
          new Finding(
              "R3", subject, "points at " + name.manifest() + " again, which knew of this tag"),
          change -> {
            boolean lost =
                change.find(TagRow.key(name.repository(), name.tag())).isEmpty()
                    && change.find(name.key()).isPresent();
            if (lost) {
              change.put(
                  new TagRow(name.repository(), name.tag(), name.manifest(), clock.instant()));
            }
            return lost;
          });
    }
  }

  private static boolean isStale(Change change, NameRow name) throws IOException {
    return change.find(name.key()).isPresent()
        && change
            .find(TagRow.key(name.repository(), name.tag()))
            .filter(tag -> !tag.manifest().equals(name.manifest()))
            .isPresent();
  }

  private boolean isOnlyOne(NameRow name) throws IOException {
    List<NameRow> same = new ArrayList<>();
    mender
        .rows()
        .each(
            NameRow.in(name.repository()),
            other -> {
              if (other.tag().equals(name.tag())) {
                same.add(other);
              }
            },
            (_, _) -> {});
    return same.size() == 1;
  }

  void referrer(ReferrerRow row) throws IOException {
    RepositoryName repository = row.repository();
    Digest digest = row.referrer().digest();
    mender.mend(
        new Finding(
            "R3",
            repository + "@" + digest,
            "is no longer listed as a referrer of " + row.subject() + ", which it is not"),
        change -> {
          if (change.find(row.key()).isEmpty()) {
            return false;
          }
          Optional<ManifestRow> manifest = change.find(ManifestRow.key(repository, digest));
          Optional<Manifest> content = content(change, repository, digest);
          // A manifest whose content is lost may have this subject: its row says.
          Optional<Digest> subject =
              content.isPresent()
                  ? content.get().subject().map(Descriptor::digest)
                  : manifest.flatMap(ManifestRow::subject);
          boolean wrong = manifest.isEmpty() || !subject.equals(Optional.of(row.subject()));
          if (wrong) {
            change.remove(row.key());
          }
          return wrong;
        });
  }

  /// An edge goes when its manifest is there and needs no such child; or when its manifest is
  /// neither there nor named, so that nobody waits for it to come back.
  void edge(EdgeRow edge) throws IOException {
    RepositoryName repository = edge.repository();
    mender.mend(
        new Finding(
            "R3",
            repository + "@" + edge.child(),
            "is no longer said to be needed by " + edge.manifest() + ", which does not need it"),
        change -> {
          if (change.find(edge.key()).isEmpty()) {
            return false;
          }
          boolean there = change.find(ManifestRow.key(repository, edge.manifest())).isPresent();
          Optional<Manifest> content = content(change, repository, edge.manifest());
          boolean wrong =
              there
                  ? content.isPresent() && !needs(content.get(), edge.child())
                  : !isAwaited(repository, edge.manifest());
          if (wrong) {
            change.remove(edge.key());
          }
          return wrong;
        });
  }

  private static Optional<Manifest> content(Change change, RepositoryName repository, Digest digest)
      throws IOException {
    return change.find(ContentRow.key(repository, digest)).flatMap(ManifestFields::parse);
  }

  private static boolean needs(Manifest manifest, Digest child) {
    return ManifestChanges.distinctChildren(manifest).stream()
        .anyMatch(needed -> needed.digest().equals(child));
  }

  private boolean isAwaited(RepositoryName repository, Digest manifest) throws IOException {
    return mender.rows().any(NameRow.of(repository, manifest))
        || mender.rows().any(EdgeRow.to(repository, manifest));
  }
}
