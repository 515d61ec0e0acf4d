package nscr.torture;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import nscr.oci.Digest;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import nscr.rows.TagRow;
import nscr.store.Repository;
import nscr.store.Store;
import nscr.torture.Shelf.Known;

/// Looks up everything that a model knows of; and where the model was not sure, it is now.
record Inspection(Store store, Model model, Consumer<String> wrong) {

  void run() throws IOException {
    for (var shelf : model.shelves().entrySet()) {
      tags(shelf.getKey(), shelf.getValue());
      manifests(shelf.getKey(), shelf.getValue());
      blobs(shelf.getKey(), shelf.getValue());
      shelf.getValue().settle();
    }
  }

  private void tags(RepositoryName name, Shelf shelf) throws IOException {
    for (Tag tag : shelf.tags()) {
      Optional<Digest> found = store.repository(name).tags().find(tag).map(TagRow::manifest);
      Set<Optional<Digest>> possible = shelf.tag(tag);
      if (!possible.contains(found)) {
        wrong.accept(name + ":" + tag + " is " + found + " and should be one of " + possible);
      }
      shelf.name(tag, found.filter(digest -> model.goods().find(digest).isPresent()));
    }
    for (Tag tag : store.repository(name).tags().names(Optional.empty(), 1000)) {
      if (!shelf.tags().contains(tag)) {
        wrong.accept(name + ":" + tag + " is there, and nobody put it there");
      }
    }
  }

  private void manifests(RepositoryName name, Shelf shelf) throws IOException {
    for (Piece manifest : model.goods().manifests()) {
      boolean found = store.repository(name).manifests().row(manifest.digest()).isPresent();
      Known known = shelf.manifest(manifest.digest());
      if (found ? known == Known.MUST_NOT_BE : known == Known.MUST_BE) {
        wrong.accept(manifest + " of " + name + " is " + (found ? "" : "not ") + "there: " + known);
      }
      if (found) {
        shelf.mayHave(List.of(manifest));
      } else {
        shelf.lose(manifest.digest());
      }
    }
  }

  private void blobs(RepositoryName name, Shelf shelf) throws IOException {
    Repository repository = store.repository(name);
    for (Piece blob : model.goods().blobs()) {
      boolean found = repository.blobs().find(blob.digest()).isPresent();
      if (found ? shelf.mustNotHaveBlob(blob.digest()) : shelf.mustHaveBlob(blob.digest())) {
        wrong.accept(blob + " of " + name + " is " + (found ? "" : "not ") + "there");
      }
      if (found) {
        shelf.hasBlob(blob.digest());
      } else {
        shelf.loseBlob(blob.digest());
      }
    }
  }
}
