package nscr.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Blobs in memory, for tests: the contract without the disk. As on a disk, names lead to content:
/// a file that is open goes on under its new name, and a held one has two.
public final class MemoryBlobBackend implements BlobBackend {
  /// Names to numbers of contents.
  private final TreeMap<BlobFile, Integer> names =
      new TreeMap<>(
          Comparator.comparing(BlobFile::toString).thenComparing(f -> f.getClass().getName()));

  private final TreeMap<Integer, byte[]> contents = new TreeMap<>();
  private int last;

  /// A backend of its own with the same files.
  public synchronized MemoryBlobBackend copy() {
    MemoryBlobBackend copy = new MemoryBlobBackend();
    copy.names.putAll(names);
    copy.contents.putAll(contents);
    copy.last = last;
    return copy;
  }

  /// Every file there is and what it contains.
  public synchronized Map<BlobFile, byte[]> files() {
    Map<BlobFile, byte[]> files = new TreeMap<>(names.comparator());
    names.forEach((name, number) -> files.put(name, contents.get(number)));
    return files;
  }

  /// Which content each name leads to.
  public synchronized Map<BlobFile, Integer> numbers() {
    return new LinkedHashMap<>(names);
  }

  /// What a file contains; empty when there is none.
  public synchronized Optional<byte[]> content(BlobFile file) {
    return Optional.ofNullable(names.get(file)).map(contents::get);
  }

  @Override
  public synchronized Handle stage(StagedName name) {
    int number =
        names.computeIfAbsent(
            name,
            _ -> {
              contents.put(++last, new byte[0]);
              return last;
            });
    return new Handle(number, contents.get(number).length);
  }

  /// An open staged file. It stays open when its name goes or changes.
  public final class Handle implements Staged {
    private final int number;
    private long size;

    private Handle(int number, long size) {
      this.number = number;
      this.size = size;
    }

    /// Which of the backend's contents it writes, whatever that is called.
    public int number() {
      return number;
    }

    /// The same open file in a copy of the backend.
    public Handle in(MemoryBlobBackend copy) {
      return copy.new Handle(number, size);
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public void write(ByteBuffer bytes) {
      synchronized (MemoryBlobBackend.this) {
        byte[] before = contents.getOrDefault(number, new byte[0]);
        int from = (int) size;
        int count = bytes.remaining();
        byte[] after = Arrays.copyOf(before, Math.max(before.length, from + count));
        bytes.get(after, from, count);
        contents.put(number, after);
        size = from + count;
      }
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }

  @Override
  public synchronized boolean hold(BlobName published, StagedName name) throws IOException {
    Integer number = names.get(published);
    if (number != null && names.putIfAbsent(name, number) != null) {
      throw new FileAlreadyExistsException(name.toString());
    }
    return number != null;
  }

  @Override
  public synchronized void publish(Map<StagedName, BlobName> files) throws IOException {
    for (var file : files.entrySet()) {
      Integer number = names.remove(file.getKey());
      if (number != null) {
        names.put(file.getValue(), number);
      } else if (!names.containsKey(file.getValue())) {
        throw new NoSuchFileException(file.getKey().toString());
      }
    }
  }

  @Override
  public synchronized SeekableByteChannel open(BlobFile file) throws IOException {
    return new MemoryChannel(
        content(file).orElseThrow(() -> new NoSuchFileException(file.toString())));
  }

  @Override
  public synchronized long delete(BlobFile file) {
    Integer number = names.remove(file);
    if (number == null) {
      return -1;
    }
    // The bytes go with the last name; whoever still writes to them writes into the void.
    return names.containsValue(number) ? 0 : contents.remove(number).length;
  }

  @Override
  public synchronized Optional<Names> names(BlobFile file) throws IOException {
    return Optional.ofNullable(names.get(file))
        .map(number ->
            new Names(
                number,
                java.util.Collections.frequency(names.values(), number),
                contents.get(number).length));
  }

  @Override
  public void syncDeleted(Collection<BlobName> deleted) {
    // Nothing here is durable.
  }

  @Override
  public synchronized void setAside(BlobName damaged) {
    delete(damaged);
  }

  @Override
  public synchronized List<StagedName> staged() {
    List<StagedName> staged = new ArrayList<>();
    for (BlobFile file : names.keySet()) {
      if (file instanceof StagedName name) {
        staged.add(name);
      }
    }
    return staged;
  }

  @Override
  public void list(Listing listing) throws IOException {
    for (var file : files().entrySet()) {
      listing.file(file.getKey(), file.getValue().length);
    }
  }
}
