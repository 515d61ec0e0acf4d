package nscr.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import nscr.blob.BlobBackend;
import nscr.blob.BlobFile;
import nscr.blob.BlobName;
import nscr.blob.MemoryBlobBackend;
import nscr.blob.Names;
import nscr.blob.Staged;
import nscr.blob.StagedName;

/// Files in memory whose every step towards durability can fail, find no room or end in a crash;
/// and after a crash it can tell what a disk might have kept.
///
/// A disk may lose bytes that were not synced, the name of a staged file (nobody syncs that
/// directory), and a rename whose directory was not synced; and it may bring back a published file
/// of whose deletion the directory was not synced.
public final class FaultyBlobBackend implements BlobBackend {
  private final MemoryBlobBackend files;
  private final Faults faults;

  /// Files of which no byte is durable.
  private final Set<BlobFile> unsynced = new HashSet<>();

  private final Map<BlobName, StagedName> unsyncedRenames = new HashMap<>();
  private final Map<BlobName, byte[]> unsyncedDeletions = new HashMap<>();
  private final Set<StagedName> created = new HashSet<>();

  public FaultyBlobBackend(MemoryBlobBackend files, Faults faults) {
    this.files = files;
    this.faults = faults;
  }

  /// What is there when power is back.
  ///
  /// @param isLost asked for each thing that a disk may lose
  public MemoryBlobBackend survivors(BooleanSupplier isLost) throws IOException {
    MemoryBlobBackend survivors = new MemoryBlobBackend();
    for (var file : files.files().entrySet()) {
      Optional<BlobFile> name = survivingName(file.getKey(), isLost);
      if (name.isPresent()) {
        boolean isEmpty = unsynced.contains(file.getKey()) && isLost.getAsBoolean();
        write(survivors, name.get(), isEmpty ? new byte[0] : file.getValue());
      }
    }
    for (var file : unsyncedDeletions.entrySet()) {
      if (isLost.getAsBoolean()) {
        write(survivors, file.getKey(), file.getValue());
      }
    }
    return survivors;
  }

  private Optional<BlobFile> survivingName(BlobFile file, BooleanSupplier isLost) {
    return switch (file) {
      case StagedName staged when created.contains(staged) && isLost.getAsBoolean() ->
          Optional.empty();
      case BlobName published
          when unsyncedRenames.containsKey(published) && isLost.getAsBoolean() ->
          survivingName(unsyncedRenames.get(published), isLost);
      default -> Optional.of(file);
    };
  }

  private static void write(MemoryBlobBackend to, BlobFile file, byte[] content)
      throws IOException {
    StagedName staged = file instanceof StagedName name ? name : new StagedName("survivor");
    to.stage(staged).write(ByteBuffer.wrap(content));
    if (file instanceof BlobName published) {
      to.publish(Map.of(staged, published));
    }
  }

  @Override
  public Staged stage(StagedName name) throws IOException {
    faults.checkAlive();
    if (files.content(name).isEmpty()) {
      return faults.growingStep(() -> {
        created.add(name);
        unsynced.add(name);
        return new FaultyStaged(files.stage(name));
      });
    }
    return new FaultyStaged(files.stage(name));
  }

  private final class FaultyStaged implements Staged {
    private final Staged file;

    FaultyStaged(Staged file) {
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      int half = bytes.remaining() / 2;
      faults.growingStep(
          () -> {
            file.write(bytes);
            return bytes;
          },
          () -> ((MemoryBlobBackend.Handle) file).write(bytes.slice(bytes.position(), half)));
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  @Override
  public boolean hold(BlobName published, StagedName name) throws IOException {
    return faults.growingStep(() -> {
      created.add(name);
      return files.hold(published, name);
    });
  }

  /// As it is done with files: each synced, then each renamed, then the directories synced.
  @Override
  public void publish(Map<StagedName, BlobName> names) throws IOException {
    for (StagedName name : names.keySet()) {
      faults.step(() -> unsynced.remove(name));
    }
    for (var name : names.entrySet()) {
      faults.growingStep(() -> {
        files.publish(Map.of(name.getKey(), name.getValue()));
        unsyncedRenames.put(name.getValue(), name.getKey());
        return name;
      });
    }
    faults.step(() -> unsyncedRenames.keySet().removeAll(names.values()));
  }

  @Override
  public SeekableByteChannel open(BlobFile file) throws IOException {
    faults.checkAlive();
    return files.open(file);
  }

  @Override
  public long delete(BlobFile file) throws IOException {
    return faults.step(() -> {
      if (file instanceof BlobName name) {
        files.content(name).ifPresent(content -> unsyncedDeletions.put(name, content));
      }
      return files.delete(file);
    });
  }

  @Override
  public Optional<Names> names(BlobFile file) throws IOException {
    return files.names(file);
  }

  @Override
  public void syncDeleted(Collection<BlobName> deleted) throws IOException {
    faults.step(() -> unsyncedDeletions.keySet().removeAll(deleted));
  }

  @Override
  public void setAside(BlobName damaged) throws IOException {
    faults.step(() -> files.delete(damaged));
  }

  @Override
  public List<StagedName> staged() throws IOException {
    faults.checkAlive();
    return files.staged();
  }

  @Override
  public void list(Listing listing) throws IOException {
    faults.checkAlive();
    files.list(listing);
  }
}
