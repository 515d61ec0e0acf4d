package nscr.explore;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nscr.blob.BlobFile;
import nscr.blob.MemoryBlobBackend;
import nscr.index.Batch;
import nscr.index.Bytes;
import nscr.index.Entry;
import nscr.index.MemoryIndexBackend;

/// A store's rows and files at one moment, never changed: what a step does to them is another
/// world.
final class World {
  private static final String END = "\u007f";

  private final MemoryIndexBackend index;
  private final MemoryBlobBackend blobs;
  private final int nonces;
  private Optional<long[]> tokens = Optional.empty();

  private World(MemoryIndexBackend index, MemoryBlobBackend blobs, int nonces) {
    this.index = index;
    this.blobs = blobs;
    this.nonces = nonces;
  }

  /// Nothing.
  static World empty() {
    return new World(new MemoryIndexBackend(), new MemoryBlobBackend(), 0);
  }

  Optional<Bytes> get(String key) throws IOException {
    return index.get(key);
  }

  List<Entry> scan(String from, String to, int limit) throws IOException {
    return index.scan(from, to, limit);
  }

  List<Entry> entries() throws IOException {
    return index.scan("", END, Integer.MAX_VALUE);
  }

  Map<BlobFile, byte[]> files() {
    return blobs.files();
  }

  /// The files, to be looked at.
  MemoryBlobBackend blobs() {
    return blobs;
  }

  boolean holds(Batch batch) throws IOException {
    for (var expected : batch.expect().entrySet()) {
      if (!index.get(expected.getKey()).equals(expected.getValue())) {
        return false;
      }
    }
    return true;
  }

  /// The world after a commit whose expectations hold. Instead of the nonces it came with, the rows
  /// get the number of the commit, so that equal histories make equal worlds.
  ///
  /// @param fresh whether they get one at all
  World after(Batch batch, boolean fresh) throws IOException {
    int nonce = fresh ? nonces + 1 : 0;
    Map<String, Optional<Bytes>> write = new LinkedHashMap<>();
    entries().forEach(entry -> write.put(entry.key(), Optional.of(entry.value())));
    batch
        .write()
        .forEach((key, value) -> write.put(key, value.map(bytes -> Value.number(bytes, nonce))));
    MemoryIndexBackend next = new MemoryIndexBackend();
    next.commit(new Batch(Map.of(), write));
    return new World(next, blobs, nonces + 1);
  }

  /// The world with other files: a copy that the caller may change before it goes on.
  World withFiles(MemoryBlobBackend changed) {
    return new World(index, changed, nonces);
  }

  /// What tells this world from others.
  long[] tokens() throws IOException {
    if (tokens.isEmpty()) {
      List<Long> list = new ArrayList<>();
      for (Entry entry : entries()) {
        list.add(Fingerprint.of(entry.key()));
        Value.of(entry.value()).addTo(list);
      }
      Map<BlobFile, Integer> numbers = blobs.numbers();
      for (var file : blobs.files().entrySet()) {
        list.add(Fingerprint.of(file.getKey().toString()));
        list.add(Fingerprint.content(numbers.get(file.getKey())));
        list.add(Fingerprint.of(file.getValue(), 0));
      }
      tokens = Optional.of(list.stream().mapToLong(Long::longValue).toArray());
    }
    return tokens.get();
  }
}
