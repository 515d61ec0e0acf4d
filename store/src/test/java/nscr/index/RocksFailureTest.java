package nscr.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

class RocksFailureTest {
  private static IOException of(Status.Code code, Status.SubCode detail, String state) {
    return RocksFailure.of(
        "cannot write the index", new RocksDBException(state, new Status(code, detail, state)));
  }

  @Test
  void aFullDiskIsNamedFirst() {
    for (IOException full :
        List.of(
            of(Status.Code.IOError, Status.SubCode.NoSpace, "While appending"),
            of(Status.Code.IOError, Status.SubCode.None, "IO error: No space left on device"))) {
      assertEquals(FullDiskException.class, full.getClass());
      assertEquals("No space left on device: cannot write the index", full.getMessage());
    }
  }

  @Test
  void corruptionIsDamage() {
    assertInstanceOf(
        DamagedIndexException.class,
        of(Status.Code.Corruption, Status.SubCode.None, "block checksum mismatch"));
  }

  @Test
  void anythingElseIsSaidAsItIs() {
    IOException other = of(Status.Code.IOError, Status.SubCode.None, "Input/output error");
    assertEquals("cannot write the index: Input/output error", other.getMessage());
    assertEquals(
        "cannot write the index: why",
        RocksFailure.of("cannot write the index", new RocksDBException("why")).getMessage());
  }
}
