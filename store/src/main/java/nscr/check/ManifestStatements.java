package nscr.check;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.Manifest;
import nscr.oci.OciException;
import nscr.oci.RepositoryName;
import nscr.rows.ContentRow;
import nscr.rows.EdgeRow;
import nscr.rows.LinkRow;
import nscr.rows.ManifestChanges;
import nscr.rows.ManifestRow;
import nscr.rows.NameRow;
import nscr.rows.PushedManifest;
import nscr.rows.ReferrerRow;
import nscr.rows.ReviewRow.Kind;
import nscr.rows.RowReader;
import nscr.rows.Rows;

/// What must be so of manifests: the rows that are written with each, and what it needs.
final class ManifestStatements {
  private final Rows rows;
  private final Reviews reviews;

  ManifestStatements(Rows rows, Reviews reviews) {
    this.rows = rows;
    this.reviews = reviews;
  }

  /// A manifest's content is there and is what the row says; so are its children and its edges to
  /// them; and something needs the manifest or gc will look.
  Statement manifest(RepositoryName repository, Digest digest) {
    return (reader, findings) -> {
      Optional<ManifestRow> found = reader.find(ManifestRow.key(repository, digest));
      if (found.isEmpty()) {
        return;
      }
      ManifestRow row = found.get();
      if (!isNeeded(reader, row) && !isReviewed(row)) {
        findings.accept(
            new Finding(
                "queue", subject(row), "nothing needs this manifest, and no gc will notice"));
      }
      Optional<ContentRow> content = reader.find(ContentRow.key(repository, digest));
      if (content.isEmpty()) {
        findings.accept(new Finding("R3", subject(row), "its content is not there"));
      } else {
        content(reader, row, content.get(), findings);
      }
    };
  }

  /// A manifest's content has its row.
  Statement content(RepositoryName repository, Digest digest) {
    return (reader, findings) -> {
      if (reader.find(ContentRow.key(repository, digest)).isPresent()
          && reader.find(ManifestRow.key(repository, digest)).isEmpty()) {
        findings.accept(
            new Finding(
                "R3", repository + "@" + digest, "a manifest's content is left without its row"));
      }
    };
  }

  /// As gc sees it.
  private boolean isNeeded(RowReader reader, ManifestRow row) throws IOException {
    return rows.any(NameRow.of(row.repository(), row.digest()))
        || rows.any(EdgeRow.to(row.repository(), row.digest()))
        || (row.subject().isPresent()
            && reader.find(ManifestRow.key(row.repository(), row.subject().get())).isPresent());
  }

  /// Gc looks at a manifest itself, or at its subject, which was removed, and then at it.
  private boolean isReviewed(ManifestRow row) {
    String repository = row.repository().value();
    return reviews.has(Kind.UNTAGGED, row.digest(), repository)
        || reviews.has(Kind.ORPHAN, row.digest(), repository)
        || row.subject()
            .filter(subject -> reviews.has(Kind.SUBJECT, subject, repository))
            .isPresent();
  }

  private static void content(
      RowReader reader, ManifestRow row, ContentRow content, Consumer<Finding> findings)
      throws IOException {
    Digest digest = Digest.of(row.digest().algorithm(), content.content());
    if (!digest.equals(row.digest())) {
      findings.accept(new Finding("digest", subject(row), "its content has digest " + digest));
      return;
    }
    Manifest manifest;
    try {
      manifest = Manifest.parse(Optional.of(content.mediaType()), content.content());
    } catch (OciException e) {
      findings.accept(new Finding("row", subject(row), e.getMessage()));
      return;
    }
    PushedManifest pushed =
        new PushedManifest(
            row.repository(), row.digest(), manifest, content.content(), row.pushed());
    children(reader, pushed, findings);
    referrer(reader, pushed, findings);
    ManifestFields.compare(reader, row, pushed, findings);
  }

  private static void children(RowReader reader, PushedManifest parent, Consumer<Finding> findings)
      throws IOException {
    RepositoryName repository = parent.repository();
    String subject = repository + "@" + parent.digest();
    for (Descriptor child : ManifestChanges.distinctChildren(parent.manifest())) {
      if (reader.find(EdgeRow.key(repository, child.digest(), parent.digest())).isEmpty()) {
        findings.accept(
            new Finding("R3", subject, "the edge to its " + child.digest() + " is not there"));
      }
      boolean isManifest = ManifestChanges.isManifestChild(parent.manifest(), child);
      boolean isThere =
          isManifest
              ? reader.find(ManifestRow.key(repository, child.digest())).isPresent()
              : child.mediaType().isNonDistributable()
                  || reader.find(LinkRow.key(child.digest(), repository)).isPresent();
      if (!isThere) {
        String what = isManifest ? "manifest " : "blob ";
        findings.accept(
            new Finding(
                "R1", subject, "it needs " + what + child.digest() + ", which is not there"));
      }
    }
  }

  private static void referrer(RowReader reader, PushedManifest pushed, Consumer<Finding> findings)
      throws IOException {
    Optional<Descriptor> subject = pushed.manifest().subject();
    if (subject.isEmpty()) {
      return;
    }
    Optional<ReferrerRow> row =
        reader.find(ReferrerRow.key(pushed.repository(), subject.get().digest(), pushed.digest()));
    String name = pushed.repository() + "@" + pushed.digest();
    if (row.isEmpty()) {
      findings.accept(
          new Finding("R3", name, "it is not listed as a referrer of " + subject.get().digest()));
    } else if (!row.get().referrer().equals(pushed.referrer())) {
      findings.accept(
          new Finding("row", name, "it is listed as a referrer with another descriptor"));
    }
  }

  private static String subject(ManifestRow row) {
    return row.repository() + "@" + row.digest();
  }
}
