package nscr.check;

import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.Manifest;
import nscr.oci.OciException;
import nscr.oci.RepositoryName;
import nscr.rows.ContentRow;
import nscr.rows.ManifestChanges;
import nscr.rows.ManifestRow;
import nscr.rows.PushedManifest;
import nscr.rows.RowReader;

/// What a manifest's row says of the manifest, held against what its content says.
final class ManifestFields {
  private ManifestFields() {}

  static void compare(
      RowReader reader, ManifestRow row, PushedManifest pushed, Consumer<Finding> findings)
      throws IOException {
    Manifest manifest = pushed.manifest();
    Comparison fields = new Comparison(row.repository() + "@" + row.digest(), findings);
    fields.compare("type", row.mediaType(), manifest.mediaType());
    fields.compare("size", row.size(), (long) pushed.content().length);
    fields.compare("subject", row.subject(), manifest.subject().map(Descriptor::digest));
    // Layers that need not be here count if they are, when the manifest is put: that cannot be
    // told any more.
    long content = contentSize(reader, pushed.repository(), manifest);
    if (row.contentSize() != content
        && !isVague(reader, pushed.repository(), manifest, new HashSet<>())) {
      fields.compare("content size", row.contentSize(), content);
    }
  }

  /// The row that content has, given the row it had.
  static ManifestRow row(RowReader reader, PushedManifest pushed, Optional<ManifestRow> before)
      throws IOException {
    Manifest manifest = pushed.manifest();
    RepositoryName repository = pushed.repository();
    long content = contentSize(reader, repository, manifest);
    // As in compare: what need not be here may have counted.
    long said =
        before.isPresent() && isVague(reader, repository, manifest, new HashSet<>())
            ? before.get().contentSize()
            : content;
    return new ManifestRow(
        repository,
        pushed.digest(),
        manifest.mediaType(),
        pushed.content().length,
        said,
        pushed.pushed(),
        manifest.subject().map(Descriptor::digest),
        before.map(ManifestRow::came).orElse(pushed.pushed()));
  }

  /// What content says; empty when it is no manifest.
  static Optional<Manifest> parse(ContentRow content) {
    try {
      return Optional.of(Manifest.parse(Optional.of(content.mediaType()), content.content()));
    } catch (OciException e) {
      return Optional.empty();
    }
  }

  private record Comparison(String subject, Consumer<Finding> findings) {
    void compare(String field, Object said, Object found) {
      if (!said.equals(found)) {
        findings.accept(
            new Finding("row", subject, "its row says " + field + " " + said + ", not " + found));
      }
    }
  }

  /// How many bytes a pull brings besides the manifest, as far as rows say.
  private static long contentSize(RowReader reader, RepositoryName repository, Manifest manifest)
      throws IOException {
    long sum = 0;
    for (Descriptor child : ManifestChanges.distinctChildren(manifest)) {
      sum =
          ManifestRow.sum(
              sum,
              ManifestChanges.isManifestChild(manifest, child)
                  ? reader
                      .find(ManifestRow.key(repository, child.digest()))
                      .map(ManifestRow::pullSize)
                      .orElse(0L)
                  : child.size());
    }
    return sum;
  }

  /// Whether there is anything below a manifest that need not be here, or is not.
  ///
  /// @param seen what was looked at
  private static boolean isVague(
      RowReader reader, RepositoryName repository, Manifest manifest, Set<Digest> seen)
      throws IOException {
    for (Descriptor child : ManifestChanges.distinctChildren(manifest)) {
      if (child.mediaType().isNonDistributable()) {
        return true;
      }
      if (ManifestChanges.isManifestChild(manifest, child) && seen.add(child.digest())) {
        Optional<Manifest> below =
            reader.find(ContentRow.key(repository, child.digest())).flatMap(ManifestFields::parse);
        if (reader.find(ManifestRow.key(repository, child.digest())).isEmpty()
            || below.isEmpty()
            || isVague(reader, repository, below.get(), seen)) {
          return true;
        }
      }
    }
    return false;
  }
}
