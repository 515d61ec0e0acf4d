package nscr.store;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import nscr.oci.Digest;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import nscr.rows.ManifestChanges;
import nscr.rows.TagRow;

/// The tags of one repository. Any number of threads may use it.
public final class Tags {
  private final Store store;
  private final RepositoryName repository;

  Tags(Store store, RepositoryName repository) {
    this.store = store;
    this.repository = repository;
  }

  public Optional<TagRow> find(Tag tag) throws IOException {
    return store.rows().find(TagRow.key(repository, tag));
  }

  /// The first `limit` tags in ASCII order, behind `after`, be it there or not. Costs what it
  /// lists.
  ///
  /// Spec: distribution-spec "Listing Tags".
  public List<TagRow> list(Optional<String> after, int limit) throws IOException {
    return store.rows().scan(TagRow.in(repository), after, limit);
  }

  /// As [#list], only what the tags are called.
  public List<Tag> names(Optional<String> after, int limit) throws IOException {
    return list(after, limit).stream().map(TagRow::tag).toList();
  }

  /// Points all `tags` at a manifest the repository has, in one commit.
  ///
  /// @throws nscr.oci.OciException MANIFEST_UNKNOWN
  public void put(Digest manifest, Collection<Tag> tags) throws IOException {
    store.room().check();
    store
        .rows()
        .change(change -> {
          for (Tag tag : tags) {
            ManifestChanges.tag(
                change, new TagRow(repository, tag, manifest, store.clock().instant()));
          }
          return tags;
        });
  }

  /// Removes a tag; the manifest stays.
  ///
  /// @throws nscr.oci.OciException MANIFEST_UNKNOWN
  public void delete(Tag tag) throws IOException {
    store.untag(List.of(nscr.oci.ImageReference.of(repository, tag)));
  }
}
