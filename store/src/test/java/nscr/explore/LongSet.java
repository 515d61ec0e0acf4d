package nscr.explore;

/// A set of numbers other than 0, each with a small number of its own, in little memory.
final class LongSet {
  private long[] keys = new long[1 << 10];
  private byte[] values = new byte[1 << 10];
  private int size;

  int size() {
    return size;
  }

  /// Adds a key; answers whether it is new.
  boolean add(long key) {
    return raise(key, 1);
  }

  /// Makes the value of `key` at least `value`, which is positive; answers whether it was less.
  boolean raise(long key, int value) {
    if (size * 2 > keys.length) {
      grow();
    }
    int i = slot(key);
    if (keys[i] == 0) {
      keys[i] = key;
      size++;
    } else if (values[i] >= value) {
      return false;
    }
    values[i] = (byte) value;
    return true;
  }

  private int slot(long key) {
    int i = (int) (key >>> 9) & (keys.length - 1);
    while (keys[i] != 0 && keys[i] != key) {
      i = (i + 1) & (keys.length - 1);
    }
    return i;
  }

  private void grow() {
    long[] oldKeys = keys;
    byte[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = new byte[oldKeys.length * 2];
    for (int j = 0; j < oldKeys.length; j++) {
      if (oldKeys[j] != 0) {
        int i = slot(oldKeys[j]);
        keys[i] = oldKeys[j];
        values[i] = oldValues[j];
      }
    }
  }
}
