package nscr.explore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nscr.blob.BlobBackend;
import nscr.blob.BlobFile;
import nscr.blob.BlobName;
import nscr.blob.MemoryBlobBackend;
import nscr.blob.MemoryChannel;
import nscr.blob.Names;
import nscr.blob.Staged;
import nscr.blob.StagedName;

/// The files as an actor sees them: every call is a step, and every name published is one.
final class SteppedBlobs implements BlobBackend {
  private final Run run;

  SteppedBlobs(Run run) {
    this.run = run;
  }

  /// What is done to files that may be changed.
  @FunctionalInterface
  private interface Operation<T> {
    T on(MemoryBlobBackend files) throws IOException;
  }

  private <T> T step(String operation, List<BlobFile> on, Class<T> type, Operation<T> change)
      throws IOException {
    return run.step(
        new Step.Files(operation, on),
        type,
        r -> {
          MemoryBlobBackend files = r.world().blobs().copy();
          T result = change.on(files);
          r.become(r.world().withFiles(files));
          return result;
        });
  }

  @Override
  public Staged stage(StagedName name) throws IOException {
    return new SteppedFile(
        name,
        step("stage", List.of(name), MemoryBlobBackend.Handle.class, files -> files.stage(name)));
  }

  private final class SteppedFile implements Staged {
    private final StagedName name;
    private MemoryBlobBackend.Handle handle;

    SteppedFile(StagedName name, MemoryBlobBackend.Handle handle) {
      this.name = name;
      this.handle = handle;
    }

    @Override
    public long size() {
      return handle.size();
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      ByteBuffer rest = bytes.duplicate();
      handle =
          step(
              "write",
              List.of(name),
              MemoryBlobBackend.Handle.class,
              files -> {
                MemoryBlobBackend.Handle there = handle.in(files);
                there.write(rest);
                return there;
              });
      bytes.position(bytes.limit());
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }

  @Override
  public boolean hold(BlobName published, StagedName name) throws IOException {
    return step(
        "hold", List.of(published, name), Boolean.class, files -> files.hold(published, name));
  }

  @Override
  public void publish(Map<StagedName, BlobName> names) throws IOException {
    for (var name : names.entrySet()) {
      step(
          "publish",
          List.of(name.getKey(), name.getValue()),
          Boolean.class,
          files -> {
            files.publish(Map.of(name.getKey(), name.getValue()));
            return true;
          });
    }
  }

  @Override
  public SeekableByteChannel open(BlobFile file) throws IOException {
    byte[] content =
        run.step(
            new Step.Files("open", List.of(file)),
            byte[].class,
            r ->
                r.world()
                    .blobs()
                    .content(file)
                    .orElseThrow(() -> new NoSuchFileException(file.toString())));
    return new MemoryChannel(content);
  }

  @Override
  public long delete(BlobFile file) throws IOException {
    return step("delete", List.of(file), Long.class, files -> files.delete(file));
  }

  @Override
  @SuppressWarnings("unchecked")
  public Optional<Names> names(BlobFile file) throws IOException {
    return run.step(
        new Step.Files("names", List.of(file)), Optional.class, r -> r.world().blobs().names(file));
  }

  @Override
  public void syncDeleted(Collection<BlobName> deleted) {
    // No step: it changes nothing that anybody sees, and this world does not lose power.
  }

  @Override
  public void setAside(BlobName damaged) throws IOException {
    delete(damaged);
  }

  @Override
  @SuppressWarnings("unchecked")
  public List<StagedName> staged() throws IOException {
    return run.step(
        new Step.Files("staged", List.of()), List.class, r -> r.world().blobs().staged());
  }

  @Override
  public void list(Listing listing) throws IOException {
    Map<?, ?> sizes =
        run.step(new Step.Files("list", List.of()), Map.class, r -> sizes(r.world().files()));
    for (var size : sizes.entrySet()) {
      listing.file((BlobFile) size.getKey(), (long) size.getValue());
    }
  }

  private static Map<BlobFile, Long> sizes(Map<BlobFile, byte[]> files) {
    Map<BlobFile, Long> sizes = new LinkedHashMap<>();
    files.forEach((file, content) -> sizes.put(file, (long) content.length));
    return sizes;
  }
}
