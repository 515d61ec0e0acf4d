package nscr.index;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// One atomic change: what must still hold, and what is written when it does.
///
/// @param expect keys with the exact value each must have, empty for absent
/// @param write keys with the value each gets, empty to remove it
public record Batch(Map<String, Optional<Bytes>> expect, Map<String, Optional<Bytes>> write) {

  public Batch {
    expect = Collections.unmodifiableMap(new LinkedHashMap<>(expect));
    write = Collections.unmodifiableMap(new LinkedHashMap<>(write));
    expect.keySet().forEach(Ascii::check);
    write.keySet().forEach(Ascii::check);
  }
}
