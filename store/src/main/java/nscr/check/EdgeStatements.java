package nscr.check;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nscr.oci.Digest;
import nscr.oci.Manifest;
import nscr.oci.RepositoryName;
import nscr.rows.ContentRow;
import nscr.rows.EdgeRow;
import nscr.rows.Key;
import nscr.rows.ManifestChanges;
import nscr.rows.ManifestRow;
import nscr.rows.RowReader;

/// What must be so of edges: each was written with a manifest that has that child.
///
/// Edges stand in the order of children, so a manifest comes up again and again: what the last few
/// of them need is remembered, which is safe because content never changes (R8).
final class EdgeStatements {
  private static final int REMEMBERED = 32;

  private final Map<Key<ContentRow>, Set<Digest>> remembered =
      new LinkedHashMap<>(REMEMBERED * 2, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key<ContentRow>, Set<Digest>> eldest) {
          return size() > REMEMBERED;
        }
      };

  /// An edge's manifest is there and has that child.
  Statement edge(RepositoryName repository, Digest child, Digest manifest) {
    return (reader, findings) -> {
      if (reader.find(EdgeRow.key(repository, child, manifest)).isEmpty()) {
        return;
      }
      String subject = repository + "@" + child;
      if (reader.find(ManifestRow.key(repository, manifest)).isEmpty()) {
        findings.accept(
            new Finding(
                "R3", subject, "an edge is left from " + manifest + ", which is not there"));
      } else if (!children(reader, repository, manifest).map(c -> c.contains(child)).orElse(true)) {
        findings.accept(
            new Finding(
                "R3", subject, "there is an edge from " + manifest + ", which does not need it"));
      }
    };
  }

  /// What a manifest needs; empty when its content cannot tell, which is a finding of its own.
  private Optional<Set<Digest>> children(
      RowReader reader, RepositoryName repository, Digest manifest) throws IOException {
    Key<ContentRow> key = ContentRow.key(repository, manifest);
    if (!remembered.containsKey(key)) {
      Optional<Manifest> parsed = reader.find(key).flatMap(ManifestFields::parse);
      if (parsed.isEmpty()) {
        return Optional.empty();
      }
      Set<Digest> children = new HashSet<>();
      ManifestChanges.distinctChildren(parsed.get()).forEach(child -> children.add(child.digest()));
      remembered.put(key, children);
    }
    return Optional.of(remembered.get(key));
  }
}
