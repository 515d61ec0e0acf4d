package nscr.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import nscr.blob.BlobBackend;
import nscr.blob.BlobName;
import nscr.blob.FileBlobBackend;
import nscr.blob.Room;
import nscr.index.IndexBackend;
import nscr.index.OverlayIndexBackend;
import nscr.index.SharedIndexBackend;
import nscr.oci.ImageReference;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import nscr.rows.BlobRow;
import nscr.rows.Holder;
import nscr.rows.ManifestChanges;
import nscr.rows.ReviewRow;
import nscr.rows.Rows;
import nscr.rows.TagRow;
import nscr.rows.UploadRow;

/// A registry on this machine: one directory, one index, blobs as files.
///
/// What a method reports as done is durable (R3). Any number of threads and processes may use a
/// store at once.
public final class Store implements Closeable {
  private final IndexBackend index;
  private final BlobBackend blobs;
  private final InstantSource clock;
  private final Rows rows;
  private final Supplier<String> ids;
  private final Setting setting;
  private final OpenUploads openUploads;

  /// What a store has from where it is.
  ///
  /// @param uploads the file in which processes lock the uploads they write; empty when no other
  ///   process can come to them
  /// @param isBackup whether it is one that only the next backup changes
  /// @param standBy makes this process the next owner of the index
  private record Setting(
      Room room,
      Supplier<Access> access,
      Optional<Path> uploads,
      boolean isBackup,
      Runnable standBy) {
    /// Backends that this process has for itself.
    static final Setting ALONE =
        new Setting(
            Room.UNKNOWN,
            () -> new Access(Access.Role.OWNER, Optional.empty()),
            Optional.empty(),
            false,
            () -> {});
  }

  private Store(
      IndexBackend index,
      BlobBackend blobs,
      InstantSource clock,
      Supplier<String> ids,
      Setting setting) {
    this.index = index;
    this.blobs = blobs;
    this.clock = clock;
    this.rows = new Rows(index);
    this.ids = ids;
    this.setting = setting;
    this.openUploads = new OpenUploads(setting.uploads());
  }

  /// Opens the store in `directory`, be it in use by other processes or not: the first one has the
  /// index open and answers the others, and when that ends, the next one that needs the index takes
  /// over (see [Access]). A call that nobody answers in time fails with [StoreException.Busy].
  ///
  /// @throws StoreException Busy, Missing, Format or Damaged; ReadOnly is for who changes something
  public static Store open(Path directory, StoreOptions options) throws IOException {
    StoreReserve reserve = new StoreReserve(directory);
    try {
      return open(directory, options, reserve);
    } catch (IOException e) {
      // Opening makes small files, such as those that are missing.
      if (!isFull(e) || !reserve.giveUp()) {
        throw e;
      }
    }
    return open(directory, options, reserve);
  }

  private static boolean isFull(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("No space left on device") || message.contains("Disk quota exceeded");
  }

  static Store open(Path directory, StoreOptions options, StoreReserve reserve) throws IOException {
    StoreDirectory.prepare(directory, options.create());
    NetworkFileSystem.warning(directory).ifPresent(options.notices());
    StoreElection election = new StoreElection(directory, options, reserve);
    SharedIndexBackend index = SharedIndexBackend.open(election, options.patience());
    boolean isBackup = StoreDirectory.isBackup(directory);
    Optional<String> whyBackup =
        isBackup ? Optional.of(StoreDirectory.whyBackup(directory)) : Optional.empty();
    // Where this process may write nothing, that is what it should be told, and not of room.
    Room room = Files.isWritable(directory) && !isBackup ? reserve : Room.UNKNOWN;
    return new Store(
        new ReadOnlyIndex(index, () -> whyBackup.isPresent() ? whyBackup : election.denial()),
        new FileBlobBackend(directory, room),
        options.clock(),
        Store::randomId,
        new Setting(
            room,
            () -> election.access(index.owner()),
            Optional.of(directory.resolve("uploads.lock")),
            isBackup,
            index::standBy));
  }

  /// Whether this is a backup: nothing changes it but the next one, which also deletes what files
  /// one that was interrupted has left.
  public boolean isBackup() {
    return setting.isBackup();
  }

  /// Writes the rows as they are at one moment into a new index in `directory`, which the caller
  /// deletes.
  ///
  /// @param directory in the directory of the store, called `checkpoint-` and an id
  public void checkpoint(Path directory) throws IOException {
    index.checkpoint(directory);
  }

  /// A store over these backends, which it closes.
  public static Store over(IndexBackend index, BlobBackend blobs, InstantSource clock) {
    return over(index, blobs, clock, Store::randomId);
  }

  /// As the other, with the ids of uploads and imports from `ids`, which never repeats one (R5).
  static Store over(
      IndexBackend index, BlobBackend blobs, InstantSource clock, Supplier<String> ids) {
    return new Store(index, blobs, clock, ids, Setting.ALONE);
  }

  private static String randomId() {
    return UUID.randomUUID().toString();
  }

  /// From now on this process has the index open as soon as no other has: for one that stays.
  public void standBy() {
    setting.standBy().run();
  }

  /// How this process came to the index, at this moment.
  public Access access() {
    return setting.access().get();
  }

  /// Who has the index of the store in `directory` open, in words; empty when nobody has.
  public static Optional<String> owner(Path directory) throws IOException {
    return Files.isDirectory(directory) ? StoreLock.owner(directory) : Optional.empty();
  }

  /// The type of the network file system `directory` is on, as the system calls it; empty for a
  /// local one.
  public static Optional<String> networkFileSystem(Path directory) {
    return NetworkFileSystem.of(directory);
  }

  /// This store as it would be if changes were made to it: what is changed in the result is
  /// forgotten with it. Only for changes of names and manifests, and for plans of a gc: its files
  /// are the real ones.
  public Store forgetful() {
    return over(new OverlayIndexBackend(index), blobs, clock, ids);
  }

  /// As [#forgetful], but gc has nothing to look at there: it then finds only what is let go in the
  /// result, at a cost that has nothing to do with what was let go before.
  public Store forgetfulOfGarbage() {
    return over(new OverlayIndexBackend(index, ReviewRow.KEYS), blobs, clock, ids);
  }

  /// This store with other files in the place of its own: for who watches what is done to them, or
  /// makes it fail.
  public Store withFiles(BlobBackend files) {
    return new Store(index, files, clock, ids, setting);
  }

  public Repository repository(RepositoryName name) {
    return new Repository(this, name);
  }

  /// The first `limit` repositories in ASCII order, behind `after`, be it there or not.
  public List<RepositoryName> repositories(Optional<RepositoryName> after, int limit)
      throws IOException {
    return rows.repositories(after, limit);
  }

  /// Removes tags, all in one commit; their manifests stay.
  ///
  /// @throws nscr.oci.OciException MANIFEST_UNKNOWN for the first that is not there: then all stay
  public void untag(Collection<ImageReference> tags) throws IOException {
    rows.change(change -> {
      Instant now = clock.instant();
      for (ImageReference name : tags) {
        if (!(name.reference().orElse(null) instanceof Tag tag)) {
          throw new IllegalArgumentException(name + " is no tag");
        }
        TagRow row =
            change
                .find(TagRow.key(name.repository(), tag))
                .orElseThrow(() -> ManifestChanges.unknown(name.repository(), tag));
        ManifestChanges.untag(change, row, now);
      }
      return tags;
    });
  }

  /// Begins an import: content of any number of images, which appears at once when it is finished
  /// and never otherwise.
  public Import beginImport() throws IOException {
    setting.room().check();
    Instant now = clock.instant();
    UploadRow row =
        new UploadRow(newId(), Optional.empty(), now, now, Optional.of(Holder.current()));
    return Import.begin(this, row);
  }

  /// Gives a blob the content of a published file that no row names, for a repair.
  ///
  /// @param instead the blob's row, which names a file that is no good; empty when it has none
  /// @return false when the file is gone, or not what its name says, or the blob's row is another
  public boolean adopt(BlobName orphan, Optional<BlobRow> instead) throws IOException {
    return new Adoption(this).adopt(orphan, instead);
  }

  /// The rows, for housekeeping.
  public Rows rows() {
    return rows;
  }

  /// The files, for housekeeping.
  public BlobBackend blobFiles() {
    return blobs;
  }

  public InstantSource clock() {
    return clock;
  }

  /// Called before anything that makes the store larger.
  Room room() {
    return setting.room();
  }

  OpenUploads openUploads() {
    return openUploads;
  }

  /// An id that was never used and never will be (R5).
  String newId() {
    return ids.get();
  }

  @Override
  public void close() throws IOException {
    try (openUploads) {
      index.close();
    }
  }
}
