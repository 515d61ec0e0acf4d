package nscr.check;

import java.util.Optional;
import nscr.oci.Digest;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import nscr.rows.ManifestRow;
import nscr.rows.NameRow;
import nscr.rows.ReferrerRow;
import nscr.rows.TagRow;

/// What must be so of the rows by which manifests are found: tags, their reverses, and referrers.
final class NameStatements {
  private NameStatements() {}

  /// A tag's manifest is there, and knows of the tag.
  static Statement tag(RepositoryName repository, Tag tag) {
    return (reader, findings) -> {
      Optional<TagRow> row = reader.find(TagRow.key(repository, tag));
      if (row.isEmpty()) {
        return;
      }
      Digest manifest = row.get().manifest();
      String subject = repository + ":" + tag;
      if (reader.find(ManifestRow.key(repository, manifest)).isEmpty()) {
        findings.accept(
            new Finding("R1", subject, "it points at " + manifest + ", which is not there"));
      }
      if (reader.find(NameRow.key(repository, manifest, tag)).isEmpty()) {
        findings.accept(new Finding("R3", subject, manifest + " is not known to have this tag"));
      }
    };
  }

  /// A tag that a manifest is known to have points at it.
  static Statement name(RepositoryName repository, Digest manifest, Tag tag) {
    return (reader, findings) -> {
      Optional<NameRow> row = reader.find(NameRow.key(repository, manifest, tag));
      Optional<Digest> target = reader.find(TagRow.key(repository, tag)).map(TagRow::manifest);
      if (row.isPresent() && !target.equals(Optional.of(manifest))) {
        findings.accept(
            new Finding(
                "R3",
                repository + ":" + tag,
                manifest + " is known to have this tag, which does not point at it"));
      }
    };
  }

  /// A manifest that is listed as a referrer has that subject.
  static Statement referrer(RepositoryName repository, Digest subject, Digest digest) {
    return (reader, findings) -> {
      Optional<ReferrerRow> row = reader.find(ReferrerRow.key(repository, subject, digest));
      Optional<Digest> found =
          reader.find(ManifestRow.key(repository, digest)).flatMap(ManifestRow::subject);
      if (row.isPresent() && !found.equals(Optional.of(subject))) {
        findings.accept(
            new Finding(
                "R3",
                repository + "@" + digest,
                "it is listed as a referrer of " + subject + ", but is none"));
      }
    };
  }
}
