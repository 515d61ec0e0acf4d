package nscr.check;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nscr.blob.BlobBackend;
import nscr.blob.BlobFile;
import nscr.blob.BlobName;
import nscr.oci.Digest;
import nscr.rows.BlobRow;
import nscr.rows.LinkRow;
import nscr.rows.State;
import nscr.store.Store;

/// Finds blobs whose file is gone or damaged, or whose row is; gives them another file if there is
/// a whole one; and otherwise puts what is there out of the way of whoever brings them again.
final class BlobMender {
  private record Wanted(Optional<BlobRow> row, String why) {}

  private final Mender mender;
  private final Store store;
  private final boolean real;
  private final Map<Digest, Wanted> wanted = new LinkedHashMap<>();
  private final Map<Digest, List<BlobName>> candidates = new LinkedHashMap<>();
  private final Set<BlobName> aside = new HashSet<>();

  /// @param real whether files may be touched
  BlobMender(Mender mender, Store store, boolean real) {
    this.mender = mender;
    this.store = store;
    this.real = real;
  }

  /// Wants a blob that something needs and that has no row.
  void want(Digest digest) throws IOException {
    if (mender.rows().find(BlobRow.key(digest)).isEmpty()) {
      wanted.putIfAbsent(digest, new Wanted(Optional.empty(), "its row was gone"));
    }
  }

  /// Looks at every blob row and its file, and every link.
  ///
  /// @param bytes reads a file and says what is wrong with its bytes
  void look(Bytes bytes) throws IOException {
    mender
        .rows()
        .each(
            BlobRow.all(),
            row -> {
              Optional<String> wrong = wrong(row).or(() -> bytes.wrong(row));
              wrong.ifPresent(why -> wanted.put(row.digest(), new Wanted(Optional.of(row), why)));
            },
            (_, _) -> {});
    mender.rows().each(LinkRow.all(), link -> want(link.digest()), (_, _) -> {});
  }

  /// How a blob's bytes are read.
  @FunctionalInterface
  interface Bytes {
    Optional<String> wrong(BlobRow row);
  }

  private Optional<String> wrong(BlobRow row) {
    try (SeekableByteChannel file = store.blobFiles().open(row.file())) {
      return file.size() == row.size()
          ? Optional.empty()
          : Optional.of("its file has " + file.size() + " bytes, not " + row.size());
    } catch (NoSuchFileException e) {
      return Optional.of("its file was gone");
    } catch (IOException e) {
      return Optional.of("its file cannot be opened: " + e.getMessage());
    }
  }

  /// Mends what is wanted; answers what is lost, with why.
  Map<Digest, String> mend() throws IOException {
    Map<Digest, String> lost = new LinkedHashMap<>();
    if (wanted.isEmpty()) {
      return lost;
    }
    findCandidates();
    for (var want : wanted.entrySet()) {
      if (!isAdopted(want.getKey(), want.getValue())) {
        giveUp(want.getKey(), want.getValue());
        if (mender.rows().find(BlobRow.key(want.getKey())).isEmpty()) {
          lost.put(want.getKey(), want.getValue().why());
        }
      }
    }
    return lost;
  }

  private void findCandidates() throws IOException {
    store
        .blobFiles()
        .list(
            new BlobBackend.Listing() {
              @Override
              public void file(BlobFile file, long size) {
                if (file instanceof BlobName name && wanted.containsKey(name.digest())) {
                  candidates.computeIfAbsent(name.digest(), _ -> new ArrayList<>()).add(name);
                }
              }

              @Override
              public void foreign(String path) {
                // Not by its name a blob of ours; a check tells it.
              }
            });
  }

  private boolean isAdopted(Digest digest, Wanted want) throws IOException {
    for (BlobName candidate : candidates.getOrDefault(digest, List.of())) {
      if (want.row().map(BlobRow::file).equals(Optional.of(candidate))) {
        continue;
      }
      if (real ? store.adopt(candidate, want.row()) : isAdoptable(candidate, want)) {
        mender.tell(
            new Finding("R1", digest.toString(), want.why() + "; it has another whole one now"));
        setAside(want);
        return true;
      }
    }
    return false;
  }

  /// As far as a plan goes: the row as it would be.
  private boolean isAdoptable(BlobName candidate, Wanted want) throws IOException {
    long size;
    try (SeekableByteChannel file = store.blobFiles().open(candidate)) {
      size = file.size();
    }
    BlobRow row = new BlobRow(candidate.digest(), candidate.birth(), size, State.LIVE);
    boolean whole =
        new DeepCheck(mender.rows(), store.blobFiles(), nscr.content.Progress.NONE)
            .wrong(row)
            .isEmpty();
    return whole
        && mender
            .rows()
            .change(change -> {
              change.put(row);
              return want.row().isEmpty() || change.find(row.key()).isPresent();
            });
  }

  /// With a row that names no good file, the blob could not come again.
  private void giveUp(Digest digest, Wanted want) throws IOException {
    boolean removed =
        mender.mend(
            new Finding("R1", digest.toString(), want.why() + "; it can be brought again now"),
            change -> {
              Optional<BlobRow> row = change.find(BlobRow.key(digest));
              boolean same =
                  row.isPresent() && row.map(BlobRow::file).equals(want.row().map(BlobRow::file));
              if (same) {
                change.remove(row.get().key());
              }
              return same;
            });
    if (removed) {
      setAside(want);
    }
  }

  private void setAside(Wanted want) throws IOException {
    if (want.row().isPresent()) {
      aside.add(want.row().get().file());
      if (real) {
        store.blobFiles().setAside(want.row().get().file());
      }
    }
  }

  /// Sets files aside that no row names and no gc is going to look at.
  void setOrphansAside() throws IOException {
    Reviews reviews = new Reviews(mender.rows());
    reviews.refresh();
    List<BlobName> orphans = new ArrayList<>();
    BlobStatements statements = new BlobStatements(mender.rows(), store.blobFiles(), reviews);
    store
        .blobFiles()
        .list(
            new BlobBackend.Listing() {
              @Override
              public void file(BlobFile file, long size) throws IOException {
                if (file instanceof BlobName name) {
                  statements.published(name).look(mender.rows(), _ -> orphans.add(name));
                }
              }

              @Override
              public void foreign(String path) {
                // No blob of ours.
              }
            });
    for (BlobName orphan : orphans) {
      store.blobFiles().setAside(orphan);
      mender.tell(
          new Finding("R1", orphan.toString(), "is of no row that is left, and was set aside"));
    }
  }

  /// Whether a file is out of the way, or would be.
  boolean isAside(BlobName file) {
    return aside.contains(file);
  }
}
