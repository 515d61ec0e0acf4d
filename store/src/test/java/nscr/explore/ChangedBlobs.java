package nscr.explore;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nscr.blob.BlobBackend;
import nscr.blob.BlobFile;
import nscr.blob.BlobName;
import nscr.blob.Names;
import nscr.blob.Staged;
import nscr.blob.StagedName;

/// Files that do what others do, save what a subclass changes.
public abstract class ChangedBlobs implements BlobBackend {
  private final BlobBackend blobs;

  protected ChangedBlobs(BlobBackend blobs) {
    this.blobs = blobs;
  }

  /// The published name that is used instead of this one.
  BlobName name(BlobName name) {
    return name;
  }

  private BlobFile file(BlobFile file) {
    return file instanceof BlobName name ? name(name) : file;
  }

  @Override
  public Staged stage(StagedName name) throws IOException {
    return blobs.stage(name);
  }

  @Override
  public boolean hold(BlobName published, StagedName name) throws IOException {
    return blobs.hold(name(published), name);
  }

  @Override
  public void publish(Map<StagedName, BlobName> names) throws IOException {
    Map<StagedName, BlobName> changed = new LinkedHashMap<>();
    names.forEach((staged, name) -> changed.put(staged, name(name)));
    blobs.publish(changed);
  }

  @Override
  public SeekableByteChannel open(BlobFile file) throws IOException {
    return blobs.open(file(file));
  }

  @Override
  public long delete(BlobFile file) throws IOException {
    return blobs.delete(file(file));
  }

  @Override
  public Optional<Names> names(BlobFile file) throws IOException {
    return blobs.names(file(file));
  }

  @Override
  public void syncDeleted(Collection<BlobName> deleted) throws IOException {
    blobs.syncDeleted(deleted.stream().map(this::name).toList());
  }

  @Override
  public void setAside(BlobName damaged) throws IOException {
    blobs.setAside(name(damaged));
  }

  @Override
  public List<StagedName> staged() throws IOException {
    return blobs.staged();
  }

  @Override
  public void list(Listing listing) throws IOException {
    blobs.list(listing);
  }
}
