package nscr.index;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Values that were read again and again, so that they need not be looked up once more. Any number
/// of threads may read; one at a time makes changes.
///
/// It is exact: a change is told of before it is made and after. From the one to the other nothing
/// that changes is here, and what was read before a change, or during it, does not come in after
/// it. Bounded by the bytes of keys and values; what was not asked for lately goes.
final class RecentValues {
  /// What is larger is read from the index each time: it would push out too much.
  private static final int LARGEST = 32 << 10;

  /// What an entry takes beside its characters and bytes.
  private static final int ENTRY = 150;

  private static final int SEEN = 1024;

  private final int half;

  /// Hashes of keys that were read. Most are read once, or a few times in a row, and are not worth
  /// a place. Written without a lock: what gets lost comes again.
  private final int[] seen = new int[SEEN];

  private volatile Map<String, Bytes> young = new ConcurrentHashMap<>();
  private volatile Map<String, Bytes> old = new ConcurrentHashMap<>();

  /// Of what is young.
  private int size;

  /// How many changes have begun and ended: odd while one is being made.
  private volatile long changes;

  /// @param bytes that all entries may take
  RecentValues(int bytes) {
    this.half = bytes / 2;
  }

  /// The value of `key`, if it is here.
  Optional<Bytes> find(String key) {
    Bytes value = young.get(key);
    if (value == null) {
      value = old.get(key);
      if (value != null) {
        renew(key, value);
      }
    }
    return Optional.ofNullable(value);
  }

  /// To be asked before a value is read from the index, for [#keep].
  long moment() {
    return changes;
  }

  /// Keeps `value`, read from the index since `moment`, if it is worth it and surely still so.
  void keep(String key, Bytes value, long moment) {
    int hash = key.hashCode();
    int place = (hash ^ hash >>> 16) & SEEN - 1;
    if (seen[place] != hash) {
      seen[place] = hash;
    } else if (value.length() <= LARGEST) {
      add(key, value, moment);
    }
  }

  private synchronized void add(String key, Bytes value, long moment) {
    if (moment % 2 == 0 && moment == changes) {
      put(key, value);
    }
  }

  private synchronized void renew(String key, Bytes value) {
    if (old.remove(key, value)) {
      put(key, value);
    }
  }

  private void put(String key, Bytes value) {
    if (young.put(key, value) == null) {
      size += ENTRY + key.length() + value.length();
    }
    if (size > half) {
      old = young;
      young = new ConcurrentHashMap<>();
      size = 0;
    }
  }

  /// A change of what is under `keys` begins.
  synchronized void begin(Collection<String> keys) {
    changes++;
    for (String key : keys) {
      young.remove(key);
      old.remove(key);
    }
  }

  /// The change that began was made, or was not.
  synchronized void end() {
    changes++;
  }

  /// Forgets everything: the index is read anew.
  synchronized void clear() {
    changes += 2;
    young = new ConcurrentHashMap<>();
    old = new ConcurrentHashMap<>();
    size = 0;
  }
}
