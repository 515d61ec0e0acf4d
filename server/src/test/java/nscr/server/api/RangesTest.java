package nscr.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class RangesTest {
  private static String asked(String header, long size) {
    return switch (ByteRange.of(Optional.of(header), size)) {
      case ByteRange.Whole _ -> "whole";
      case ByteRange.Unsatisfiable _ -> "unsatisfiable";
      case ByteRange.Part(ByteRange range) -> range.contentRange(size);
    };
  }

  @Test
  void a_range_is_clipped_to_what_is_there() {
    assertEquals("bytes 0-9/100", asked("bytes=0-9", 100));
    assertEquals("bytes 90-99/100", asked("bytes=90-", 100));
    assertEquals("bytes 90-99/100", asked("bytes=90-500", 100));
    assertEquals("bytes 95-99/100", asked("bytes=-5", 100));
    assertEquals("bytes 0-99/100", asked("bytes=-500", 100));
    assertEquals("bytes 0-0/1", asked("Bytes = 0-0", 1));
  }

  @Test
  void what_is_not_there_cannot_be_had() {
    assertEquals("unsatisfiable", asked("bytes=100-", 100));
    assertEquals("unsatisfiable", asked("bytes=500-0", 100));
    assertEquals("unsatisfiable", asked("bytes=-0", 100));
    assertEquals("unsatisfiable", asked("bytes=0-0", 0));
  }

  @Test
  void what_is_not_understood_is_ignored() {
    assertEquals("whole", asked("bytes=0-1,3-4", 100));
    assertEquals("whole", asked("bytes=-", 100));
    assertEquals("whole", asked("lines=0-1", 100));
    assertEquals("whole", asked("bytes=99999999999999999999-", 100));
  }

  @Test
  void a_chunk_says_where_it_goes() {
    assertEquals(new ChunkRange(0, 10), ChunkRange.parse("0-9"));
    assertEquals(new ChunkRange(5, 1), ChunkRange.parse("bytes 5-5/*"));
    assertEquals("0-9", ChunkRange.received(10));
    assertEquals("0-0", ChunkRange.received(0));
    for (String broken : new String[] {"9-0", "-", "a-b", "1", "0-9,10-19", "-1-3"}) {
      assertEquals(
          400, assertThrows(Refusal.class, () -> ChunkRange.parse(broken), broken).status());
    }
  }

  @Test
  void a_link_leads_to_what_comes_next() {
    assertEquals(
        "</v2/a/tags/list?n=2&last=v1>; rel=\"next\"", NextLink.of("/v2/a/tags/list", 2, "v1"));
    assertEquals(
        "</v2/a/referrers/d?artifactType=a%2Fb%2Bc&n=2&last=sha256%3A0>; rel=\"next\"",
        NextLink.of("/v2/a/referrers/d", 2, "sha256:0", Optional.of("a/b+c")));
  }
}
