package nscr.explore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import nscr.index.Batch;
import nscr.index.Bytes;
import nscr.index.Entry;
import nscr.index.IndexBackend;

/// The index as an actor sees it: every call is a step.
final class SteppedIndex implements IndexBackend {
  private final Run run;
  private final boolean freshNonces;

  SteppedIndex(Run run, boolean freshNonces) {
    this.run = run;
    this.freshNonces = freshNonces;
  }

  @Override
  @SuppressWarnings("unchecked")
  public Optional<Bytes> get(String key) throws IOException {
    return run.step(new Step.Get(key), Optional.class, r -> r.world().get(key));
  }

  @Override
  @SuppressWarnings("unchecked")
  public List<Entry> scan(String from, String to, int limit) throws IOException {
    // Nobody may rely on the nonce of a row that was not read by its key: here it has none.
    return run.step(
        new Step.Scan(from, to, limit),
        List.class,
        r ->
            r.world().scan(from, to, limit).stream()
                .map(entry -> new Entry(entry.key(), Value.number(entry.value(), 0)))
                .toList());
  }

  @Override
  public boolean commit(Batch batch) throws IOException {
    if (!batch.write().isEmpty()
        && batch.write().keySet().stream().allMatch(key -> key.startsWith("x "))) {
      // Facts: nobody reads them here.
      return true;
    }
    boolean made =
        run.step(
            new Step.Commit(batch),
            Boolean.class,
            r -> {
              boolean holds = r.world().holds(batch);
              if (holds) {
                r.become(r.world().after(batch, freshNonces));
              }
              return holds;
            });
    if (!made) {
      run.forgetAttempt(batch);
    }
    return made;
  }

  @Override
  public void checkpoint(Path directory) {
    throw new UnsupportedOperationException("there is no disk here");
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
