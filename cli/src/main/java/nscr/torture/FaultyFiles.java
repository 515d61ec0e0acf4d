package nscr.torture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nscr.blob.BlobBackend;
import nscr.blob.BlobFile;
import nscr.blob.BlobName;
import nscr.blob.Names;
import nscr.blob.Staged;
import nscr.blob.StagedName;
import nscr.torture.Step.Fate;

/// The store's files, to which a fault happens at one step.
///
/// It does to real files what a disk may do, and no more: it fails writes, and when power is lost
/// it takes away the names of staged files, which nobody has synced until they are published, and
/// ends the process. What publishing syncs is left alone, for whether that is synced cannot be seen
/// from here; and so is the index.
final class FaultyFiles implements BlobBackend {
  private static final int LATEST = 12;
  private static final int KILLED = 137;

  private final BlobBackend files;
  private final Fate fault;
  private final Set<StagedName> unsynced = new HashSet<>();
  private int stepsLeft;

  /// @param after how many steps later it happens; more than [#LATEST] starts from 0 again
  FaultyFiles(BlobBackend files, Fate fault, int after) {
    this.files = files;
    this.fault = fault;
    this.stepsLeft = after % LATEST;
  }

  /// Whether the time has come; takes one step.
  private boolean strikes() throws IOException {
    boolean now = stepsLeft <= 0;
    stepsLeft--;
    if (now && fault == Fate.POWER_LOST) {
      for (StagedName name : unsynced) {
        files.delete(name);
      }
      Runtime.getRuntime().halt(KILLED);
    }
    return now;
  }

  private void grow() throws IOException {
    if (strikes() && fault == Fate.DISK_FULL) {
      throw new IOException("No space left on device");
    }
  }

  @Override
  public Staged stage(StagedName name) throws IOException {
    grow();
    unsynced.add(name);
    Staged staged = files.stage(name);
    return new Staged() {
      @Override
      public long size() throws IOException {
        return staged.size();
      }

      @Override
      public void write(ByteBuffer bytes) throws IOException {
        boolean now = strikes();
        if (now && fault == Fate.SHORT_WRITE) {
          staged.write(bytes.slice(bytes.position(), bytes.remaining() / 2));
          throw new IOException("only half of it was written");
        }
        if (now && fault == Fate.DISK_FULL) {
          throw new IOException("No space left on device");
        }
        staged.write(bytes);
      }

      @Override
      public void close() throws IOException {
        staged.close();
      }
    };
  }

  @Override
  public boolean hold(BlobName published, StagedName name) throws IOException {
    grow();
    return files.hold(published, name);
  }

  @Override
  public void publish(Map<StagedName, BlobName> names) throws IOException {
    strikes();
    files.publish(names);
    unsynced.removeAll(names.keySet());
    strikes();
  }

  @Override
  public SeekableByteChannel open(BlobFile file) throws IOException {
    return files.open(file);
  }

  @Override
  public long delete(BlobFile file) throws IOException {
    strikes();
    return files.delete(file);
  }

  @Override
  public Optional<Names> names(BlobFile file) throws IOException {
    return files.names(file);
  }

  @Override
  public void syncDeleted(Collection<BlobName> deleted) throws IOException {
    strikes();
    files.syncDeleted(deleted);
  }

  @Override
  public void setAside(BlobName damaged) throws IOException {
    files.setAside(damaged);
  }

  @Override
  public List<StagedName> staged() throws IOException {
    return files.staged();
  }

  @Override
  public void list(Listing listing) throws IOException {
    files.list(listing);
  }
}
