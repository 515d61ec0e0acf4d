package nscr.index;

import java.io.IOException;

/// The same when the index is opened for reading first.
class UnwrittenDamageTest extends RocksDamageTest {
  @Override
  IndexBackend open() throws IOException {
    return RocksIndexBackend.openUnwritten(directory, Reserve.NONE);
  }
}
