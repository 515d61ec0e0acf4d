package nscr.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What may be called what, and how a message shows what may not.
class NamesTest {
  private static final String HEX = "ab".repeat(32);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "app",
        "a/b/c",
        "a.b",
        "a_b",
        "a__b",
        "a-b",
        "a---b",
        "0/1",
        "manifests/blobs/tags"
      })
  void repositoryNamesOfTheSpecAreValid(String name) {
    assertEquals(name, new RepositoryName(name).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "A", "a/", "/a", "a//b", "a..b", "a___b", "-a", "a-", "a b", "a\nb", "..", "a/../b",
        "ä", "a:b", "a@b", "a%2fb"
      })
  void otherRepositoryNamesAreRefused(String name) {
    OciException refusal = assertThrows(OciException.class, () -> new RepositoryName(name));
    assertEquals(ErrorCode.NAME_INVALID, refusal.code());
    assertFalse(RepositoryName.isValid(name));
  }

  /// The specs give patterns; the code reads by hand.
  @Test
  void namesAreValidExactlyWhenTheSpecsPatternsMatch() {
    var name =
        Pattern.compile(
            "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*");
    var tag = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");
    var type =
        Pattern.compile(
            "[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}");
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 200_000; i++) {
      String text = text(random, i % 100 == 0 ? 300 : 8);
      assertEquals(name.matcher(text).matches() && text.length() <= 255, isName(text), text);
      assertEquals(tag.matcher(text).matches(), Tag.isValid(text), text);
      assertEquals(type.matcher(text).matches(), isMediaType(text), text);
    }
  }

  private static boolean isName(String text) {
    return RepositoryName.isValid(text);
  }

  private static boolean isMediaType(String text) {
    try {
      return new MediaType(text).value().equals(text);
    } catch (OciException e) {
      return false;
    }
  }

  /// Mostly letters, as long runs would never be valid otherwise.
  private static String text(Random random, int longest) {
    String rare = "A0Z9._-/!#$&^+: %\n\u00e4";
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(longest + 1); left > 0; left--) {
      boolean isRare = random.nextInt(longest > 100 ? 40 : 2) == 0;
      text.append(isRare ? rare.charAt(random.nextInt(rare.length())) : 'a');
    }
    return text.toString();
  }

  @Test
  void aRepositoryNameMayHave255CharactersAndNoMore() {
    assertTrue(RepositoryName.isValid("a".repeat(255)));
    assertFalse(RepositoryName.isValid("a".repeat(256)));
  }

  @Test
  void aHostileNameCostsNoTimeAndNoStack() {
    String hostile = "a-".repeat(100_000) + "!";
    assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertFalse(RepositoryName.isValid(hostile)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"latest", "1.0", "_x", "A-b.c_D", "0"})
  void tagsOfTheSpecAreValid(String tag) {
    assertEquals(tag, new Tag(tag).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".a", "-a", "a b", "a/b", "a:b", "ä", "a\n"})
  void otherTagsAreRefused(String tag) {
    assertThrows(OciException.class, () -> new Tag(tag));
    assertThrows(OciException.class, () -> new Tag("a".repeat(129)));
  }

  @Test
  void digestsOfBothAlgorithmsAreReadAndPrinted() {
    assertEquals("sha256:" + HEX, Digest.parse("sha256:" + HEX).toString());
    assertEquals("sha512:" + HEX + HEX, Digest.parse("sha512:" + HEX + HEX).toString());
    assertEquals(
        "ba7816bf8f01",
        Digest.of("abc".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).shortHex());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha256",
        "sha256:",
        "sha256:xyz",
        "md5:00",
        "SHA256:00",
        ":",
        "sha256:../../etc"
      })
  void malformedDigestsAreRefused(String digest) {
    OciException refusal = assertThrows(OciException.class, () -> Digest.parse(digest));
    assertEquals(ErrorCode.DIGEST_INVALID, refusal.code());
    assertThrows(
        OciException.class, () -> Digest.parse("sha256:" + HEX.toUpperCase(java.util.Locale.ROOT)));
    assertThrows(OciException.class, () -> Digest.parse("sha512:" + HEX));
  }

  @Test
  void imageReferencesAreReadAsTheyAreTyped() {
    assertEquals(Optional.empty(), ImageReference.parse("team/app").reference());
    assertEquals(Optional.of(new Tag("1")), ImageReference.parse("team/app:1").reference());
    ImageReference byDigest = ImageReference.parse("team/app@sha256:" + HEX);
    assertEquals(Optional.of(Digest.parse("sha256:" + HEX)), byDigest.reference());
    assertEquals("team/app@sha256:" + HEX, byDigest.toString());
    assertEquals(
        byDigest,
        ImageReference.parse("team/app:1@sha256:" + HEX),
        "the digest says more than the tag");
  }

  @Test
  void messagesShowHostileTextOnOneLine() {
    String shown = Quoted.of("a\nb\u001b[31m\"\u202e" + "x".repeat(1000));
    assertFalse(
        shown.contains("\n") || shown.contains("\u001b") || shown.contains("\u202e"), shown);
    assertTrue(shown.length() < 160, shown);
  }

  @Test
  void aPlatformAcceptsWhatLeavesNothingItAskedForOut() {
    Platform arm64 = Platform.parse("linux/arm64");
    assertTrue(arm64.accepts(Platform.parse("linux/arm64/v8")));
    assertTrue(Platform.parse("linux/arm64/v8").accepts(arm64), "v8 is what arm64 means");
    assertFalse(Platform.parse("linux/arm/v6").accepts(Platform.parse("linux/arm/v7")));
    assertFalse(arm64.accepts(Platform.parse("linux/amd64")));
    assertThrows(OciException.class, () -> Platform.parse("linux"));
    assertThrows(OciException.class, () -> Platform.parse("linux//v8"));
  }
}
