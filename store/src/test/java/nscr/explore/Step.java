package nscr.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nscr.blob.BlobFile;
import nscr.blob.MemoryBlobBackend;
import nscr.index.Batch;
import nscr.index.Bytes;
import nscr.index.Entry;

/// One access of an actor to the store, and what came of it.
///
/// @param result a value the access returned, or the IOException it threw
record Step(What what, Object result, long[] tokens) {

  /// What is accessed.
  sealed interface What {
    /// Whether it was this access that was made when the code ran before.
    default boolean isAgain(What other) {
      return equals(other);
    }
  }

  record Get(String key) implements What {}

  record Scan(String from, String to, int limit) implements What {}

  record Commit(Batch batch) implements What {
    @Override
    public boolean isAgain(What other) {
      // The nonces differ each time.
      return other instanceof Commit commit
          && commit.batch.write().keySet().equals(batch.write().keySet());
    }
  }

  /// An operation on files.
  record Files(String operation, List<BlobFile> files) implements What {}

  static Step of(What what, Object result) {
    List<Long> tokens = new ArrayList<>();
    add(result, tokens);
    return new Step(what, result, tokens.stream().mapToLong(Long::longValue).toArray());
  }

  private static void add(Object result, List<Long> tokens) {
    switch (result) {
      case Optional<?> optional -> {
        tokens.add(optional.isPresent() ? 1L : 0L);
        optional.ifPresent(value -> add(value, tokens));
      }
      case List<?> list -> {
        tokens.add((long) list.size());
        list.forEach(element -> add(element, tokens));
      }
      case Bytes value -> Value.of(value).addTo(tokens);
      case Entry entry -> {
        tokens.add(Fingerprint.of(entry.key()));
        Value.of(entry.value()).addTo(tokens);
      }
      case MemoryBlobBackend.Handle handle -> {
        tokens.add(Fingerprint.content(handle.number()));
        tokens.add(Fingerprint.of(handle.size()));
      }
      case byte[] bytes -> tokens.add(Fingerprint.of(bytes, 0));
      default -> tokens.add(Fingerprint.of(result.toString()));
    }
  }

  /// The step as a line of a trace.
  String show() {
    String said =
        switch (result) {
          case Bytes value -> Value.show(value);
          case Optional<?> value -> value.map(v -> Value.show((Bytes) v)).orElse("nothing");
          case List<?> list ->
              list.stream()
                  .map(e -> e instanceof Entry entry ? entry.key() : e.toString())
                  .toList()
                  .toString();
          case byte[] bytes -> bytes.length + " bytes";
          case MemoryBlobBackend.Handle handle -> handle.size() + " bytes";
          default -> result.toString();
        };
    String access =
        switch (what) {
          case Get get -> "get " + get.key();
          case Scan scan -> "scan " + scan.from();
          case Commit commit -> "commit " + show(commit.batch().write());
          case Files files -> files.operation() + " " + files.files();
        };
    return access + " -> " + said;
  }

  private static String show(Map<String, Optional<Bytes>> write) {
    List<String> rows = new ArrayList<>();
    write.forEach(
        (key, value) -> rows.add(value.isPresent() ? "+[" + key + "]" : "-[" + key + "]"));
    return String.join(" ", rows);
  }
}
