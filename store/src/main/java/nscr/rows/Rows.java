package nscr.rows;

import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import nscr.index.Batch;
import nscr.index.Bytes;
import nscr.index.Entry;
import nscr.index.IndexBackend;
import nscr.index.OverlayIndexBackend;
import nscr.oci.OciException;
import nscr.oci.RepositoryName;

/// The index as typed rows. It remembers nothing (R8); any number of threads may use it.
public final class Rows implements RowReader {
  private static final int NONCE = 17;
  private static final int PAGE = 1000;
  // Of manifests' contents, which may have megabytes each.
  private static final int SMALL_PAGE = 8;

  private final IndexBackend index;

  public Rows(IndexBackend index) {
    this.index = index;
  }

  IndexBackend index() {
    return index;
  }

  /// How many bytes a change may have, all it reads and writes together.
  public long largestChange() throws IOException {
    return index.largestCommit();
  }

  /// These rows as they would be if changes were made to them: what is changed through the result
  /// is forgotten with it.
  public Rows forgetful() {
    return new Rows(new OverlayIndexBackend(index));
  }

  /// What [Rows#change] is given: a function of what it reads, run again when that changed
  /// meanwhile.
  @FunctionalInterface
  public interface Attempt<T> {
    T apply(Change change) throws IOException;
  }

  /// What [Rows#each] shows rows to.
  @FunctionalInterface
  public interface Visitor<R> {
    void visit(R row) throws IOException;
  }

  /// What [Rows#all] tells of rows that cannot be read.
  @FunctionalInterface
  public interface Damage {
    void found(String key, String why) throws IOException;
  }

  /// Makes one change: durable, atomic, and based on what it read (R3, R4). When a row it read has
  /// changed since, `attempt` runs again from the start, so it must be repeatable. What it throws
  /// ends the change with nothing written; a refusal, too, is only given if all that led to it was
  /// so at one moment.
  ///
  /// @return what the attempt that was committed returned
  public <T> T change(Attempt<T> attempt) throws IOException {
    for (int tries = 1; ; tries++) {
      Change change = new Change(this);
      try {
        T result = attempt.apply(change);
        if (isMade(change.batch())) {
          return result;
        }
      } catch (OciException refusal) {
        if (isMade(change.reading())) {
          throw refusal;
        }
      }
      pause(tries);
    }
  }

  private boolean isMade(Batch batch) throws IOException {
    // One row is always as it was at some moment.
    return batch.write().isEmpty() && batch.expect().size() < 2 || index.commit(batch);
  }

  /// What `attempt` makes of rows that all were, at one moment before this returns, as it read them
  /// through the change; it runs again when one of them changed under it. It must write nothing.
  public <T> T view(Attempt<T> attempt) throws IOException {
    for (int tries = 1; ; tries++) {
      Change change = new Change(this);
      T result = attempt.apply(change);
      if (index.commit(change.batch())) {
        return result;
      }
      pause(tries);
    }
  }

  /// The row under `key`, relied on by nobody.
  @Override
  public <R extends Row> Optional<R> find(Key<R> key) throws IOException {
    return index.get(key.text()).map(value -> decode(key, value));
  }

  /// The first `limit` rows of `prefix`, or those behind the one whose key goes on with `after`.
  public <R extends Row> List<R> scan(Key.Prefix<R> prefix, Optional<String> after, int limit)
      throws IOException {
    List<R> found = new ArrayList<>();
    for (Entry entry : index.scan(prefix.from(after), prefix.to(), limit)) {
      found.add(decode(new Key<>(entry.key(), prefix.decoder()), entry.value()));
    }
    return found;
  }

  /// A page of rows.
  ///
  /// @param unreadable the keys of those that cannot be read
  /// @param last what to go on behind; empty when there are no more
  public record Page<R extends Row>(List<R> rows, List<String> unreadable, Optional<String> last) {}

  /// As [#scan], but goes on behind a row that cannot be read.
  public <R extends Row> Page<R> page(Key.Prefix<R> prefix, Optional<String> after, int limit)
      throws IOException {
    List<R> found = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    List<Entry> entries = index.scan(prefix.from(after), prefix.to(), limit);
    for (Entry entry : entries) {
      show(
          new Key<>(entry.key(), prefix.decoder()),
          entry.value(),
          found::add,
          (key, _) -> unreadable.add(key));
    }
    Optional<String> last =
        entries.size() < limit
            ? Optional.empty()
            : Optional.of(entries.getLast().key().substring(prefix.text().length()));
    return new Page<>(found, unreadable, last);
  }

  /// The key of a row of whatever kind.
  public static Key<Row> anyKey(String text) {
    return new Key<>(text, Layout::decode);
  }

  /// Whether there is any row of `prefix`.
  public boolean any(Key.Prefix<?> prefix) throws IOException {
    return !index.scan(prefix.text(), prefix.to(), 1).isEmpty();
  }

  /// Shows every row of `prefix` in order, a page at a time; rows that come or go meanwhile may be
  /// missed or shown.
  public <R extends Row> void each(Key.Prefix<R> prefix, Visitor<R> visitor) throws IOException {
    each(
        prefix,
        visitor,
        (key, why) -> {
          throw new DamagedRowException("the row " + key + " cannot be read: " + why);
        });
  }

  /// As [#each(Key.Prefix, Visitor)], but goes on behind a row that cannot be read.
  public <R extends Row> void each(Key.Prefix<R> prefix, Visitor<R> visitor, Damage damage)
      throws IOException {
    each(new Range<>(prefix.text(), prefix.to(), PAGE, prefix.decoder()), visitor, damage);
  }

  /// Shows every row of the store in the order of keys, as [#each(Key.Prefix, Visitor)] does, and
  /// what stands where no row can.
  public void all(Visitor<Row> visitor, Damage damage) throws IOException {
    Key.Decoder<Row> decoder = Layout::decode;
    each(new Range<>("", Layout.CONTENT, PAGE, decoder), visitor, damage);
    each(new Range<>(Layout.CONTENT, Layout.BEHIND_CONTENT, SMALL_PAGE, decoder), visitor, damage);
    each(new Range<>(Layout.BEHIND_CONTENT, Layout.END, PAGE, decoder), visitor, damage);
  }

  private record Range<R extends Row>(String from, String to, int page, Key.Decoder<R> decoder) {}

  private <R extends Row> void each(Range<R> range, Visitor<R> visitor, Damage damage)
      throws IOException {
    String from = range.from();
    List<Entry> page;
    do {
      page = index.scan(from, range.to(), range.page());
      for (Entry entry : page) {
        show(new Key<>(entry.key(), range.decoder()), entry.value(), visitor, damage);
        from = entry.key() + '\0';
      }
    } while (page.size() == range.page());
  }

  private static <R extends Row> void show(
      Key<R> key, Bytes value, Visitor<R> visitor, Damage damage) throws IOException {
    R row;
    try {
      row = decode(key, value);
    } catch (DamagedRowException e) {
      damage.found(key.text(), e.getMessage());
      return;
    }
    visitor.visit(row);
  }

  /// The first `limit` repositories that have anything in them, in ASCII order, behind `after` when
  /// it is given, be it there or not. Costs one seek for each, however much they hold.
  public List<RepositoryName> repositories(Optional<RepositoryName> after, int limit)
      throws IOException {
    List<RepositoryName> found = new ArrayList<>();
    String from = after.map(last -> "r " + last + "!").orElse("r ");
    while (found.size() < limit) {
      List<Entry> next = index.scan(from, "r!", 1);
      if (next.isEmpty()) {
        break;
      }
      String name = Words.of(next.getFirst().key()).word(1);
      if (!RepositoryName.isValid(name)) {
        throw new DamagedRowException("the row " + next.getFirst().key() + " is of no repository");
      }
      found.add(new RepositoryName(name));
      from = "r " + name + "!";
    }
    return found;
  }

  static <R extends Row> R decode(Key<R> key, Bytes value) {
    if (value.length() < NONCE) {
      throw new DamagedRowException("the row " + key + " is too short to be one");
    }
    try {
      return key.decode(value.from(NONCE));
    } catch (OciException | IllegalArgumentException | DateTimeException e) {
      throw new DamagedRowException("the row " + key + " cannot be read: " + e.getMessage(), e);
    }
  }

  static Bytes encode(Row row) {
    byte[] payload = row.payload().toArray();
    String nonce = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()) + " ";
    byte[] value =
        java.util.Arrays.copyOf(
            nonce.getBytes(java.nio.charset.StandardCharsets.US_ASCII), NONCE + payload.length);
    System.arraycopy(payload, 0, value, NONCE, payload.length);
    return Bytes.of(value);
  }

  private static void pause(int tries) throws IOException {
    if (tries < 4) {
      return;
    }
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(Math.min(tries, 20)) + 1L);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException(
          "interrupted while waiting for others to finish their changes");
    }
  }
}
