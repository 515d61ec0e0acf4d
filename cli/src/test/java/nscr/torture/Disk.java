package nscr.torture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import nscr.blob.BlobFile;
import nscr.blob.BlobName;
import nscr.blob.MemoryBlobBackend;
import nscr.blob.Staged;
import nscr.blob.StagedName;
import nscr.explore.ChangedBlobs;

/// Files that lose, when power goes, the bytes that were not synced.
final class Disk extends ChangedBlobs {
  private final MemoryBlobBackend files;
  private final boolean syncs;
  private final Set<BlobFile> unsynced = new HashSet<>();

  /// @param syncs whether files are synced before they are published
  Disk(MemoryBlobBackend files, boolean syncs) {
    super(files);
    this.files = files;
    this.syncs = syncs;
  }

  @Override
  public Staged stage(StagedName name) throws IOException {
    unsynced.add(name);
    return super.stage(name);
  }

  @Override
  public void publish(Map<StagedName, BlobName> names) throws IOException {
    super.publish(names);
    names.forEach((staged, published) -> {
      if (unsynced.remove(staged) && !syncs) {
        unsynced.add(published);
      }
    });
  }

  @Override
  public long delete(BlobFile file) throws IOException {
    unsynced.remove(file);
    return super.delete(file);
  }

  void losePower() throws IOException {
    for (BlobFile file : Set.copyOf(unsynced)) {
      if (files.delete(file) >= 0 && file instanceof BlobName published) {
        StagedName empty = new StagedName("lost");
        files.stage(empty).write(ByteBuffer.allocate(0));
        files.publish(Map.of(empty, published));
      }
    }
    unsynced.clear();
  }
}
