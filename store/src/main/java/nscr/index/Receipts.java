package nscr.index;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Entries by which a guest knows which of its commits were made, though the answer was lost with
/// their owner.
///
/// Each commit of a guest also writes an entry of the guest's own, its receipt, and expects it to
/// be as the commit before left it. So a commit that is asked for twice is made once, however late
/// the first copy arrives, and whoever reads the receipt knows whether it was. A guest has as many
/// receipts as it has commits at once; they stand above every key of the rows. Those of guests that
/// died are swept when the index is opened the next time, a day later.
final class Receipts {
  private static final String FIRST = "\u007f";
  private static final String BEHIND = "\u007f\u007f";
  private static final long KEPT_MILLIS = 24 * 3600 * 1000;
  private static final int SWEPT_AT_ONCE = 1000;

  private final Deque<Receipt> idle = new ArrayDeque<>();

  /// One at a time writes it.
  static final class Receipt {
    private final String key;
    private Optional<Bytes> last = Optional.empty();
    private Optional<Bytes> next = Optional.empty();

    private Receipt() {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      HexFormat hex = HexFormat.of();
      key = FIRST + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }

    /// `batch`, to be made once at most until the receipt is settled.
    Batch sign(Batch batch) {
      next = newValue();
      Map<String, Optional<Bytes>> expect = new LinkedHashMap<>(batch.expect());
      Map<String, Optional<Bytes>> write = new LinkedHashMap<>(batch.write());
      expect.put(key, last);
      write.put(key, next);
      return new Batch(expect, write);
    }

    /// What the receipt says of the commit that was signed last.
    Fate fate(IndexBackend index) throws IOException {
      Optional<Bytes> found = index.get(key);
      return found.equals(next) ? Fate.MADE : found.equals(last) ? Fate.NOT_MADE : Fate.SWEPT;
    }

    /// What keeps a copy of the commit that was signed last from being made any more.
    Batch burn() {
      return new Batch(Map.of(key, last), Map.of(key, newValue()));
    }

    private static Optional<Bytes> newValue() {
      return Optional.of(
          Bytes.ofText(System.currentTimeMillis() + " " + ThreadLocalRandom.current().nextLong()));
    }
  }

  /// What became of a commit; SWEPT when the receipt is gone, and the commit was not made.
  enum Fate {
    MADE,
    NOT_MADE,
    SWEPT
  }

  /// A receipt that nobody else uses.
  Receipt take() {
    synchronized (idle) {
      return idle.isEmpty() ? new Receipt() : idle.pop();
    }
  }

  /// Gives back a receipt of which it is known what it says.
  void give(Receipt receipt, Fate fate) {
    if (fate == Fate.MADE) {
      receipt.last = receipt.next;
    }
    synchronized (idle) {
      idle.push(receipt);
    }
  }

  /// What removes the receipts, none of which is in use; empty when there are none.
  Optional<Batch> removal() {
    Map<String, Optional<Bytes>> write = new LinkedHashMap<>();
    synchronized (idle) {
      idle.stream()
          .filter(receipt -> receipt.last.isPresent())
          .forEach(receipt -> write.put(receipt.key, Optional.empty()));
      idle.clear();
    }
    return write.isEmpty() ? Optional.empty() : Optional.of(new Batch(Map.of(), write));
  }

  /// Removes receipts of guests that died long ago.
  static void sweep(IndexBackend index) throws IOException {
    Map<String, Optional<Bytes>> write = new LinkedHashMap<>();
    long latest = System.currentTimeMillis() - KEPT_MILLIS;
    for (Entry entry : index.scan(FIRST, BEHIND, SWEPT_AT_ONCE)) {
      if (isOlder(entry.value().text(), latest)) {
        write.put(entry.key(), Optional.empty());
      }
    }
    if (!write.isEmpty()) {
      index.commit(new Batch(Map.of(), write));
    }
  }

  private static boolean isOlder(String receipt, long latest) {
    try {
      return Long.parseLong(receipt.substring(0, Math.max(0, receipt.indexOf(' ')))) < latest;
    } catch (NumberFormatException e) {
      return true;
    }
  }
}
