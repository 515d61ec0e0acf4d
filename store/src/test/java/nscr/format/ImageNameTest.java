package nscr.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import nscr.oci.ImageReference;
import nscr.oci.OciException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What names in archives are called in a store, and the other way round.
class ImageNameTest {
  private static final String DIGEST = "sha256:" + "ab".repeat(32);

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:5901/t/bb:x,            t/bb:x,          127.0.0.1_5901/t/bb:x",
    "docker.io/library/alpine:3,       alpine:3,        docker.io/library/alpine:3",
    "index.docker.io/library/alpine:3, alpine:3,        docker.io/library/alpine:3",
    "docker.io/corp/multi:prov,        corp/multi:prov, docker.io/corp/multi:prov",
    "localhost/x:1,                    x:1,             localhost/x:1",
    "localhost:5000/x:1,               x:1,             localhost_5000/x:1",
    "GHCR.io/a/b:v1,                   a/b:v1,          ghcr.io/a/b:v1",
    "library/alpine:3,                 library/alpine:3, library/alpine:3",
    "alpine:3,                         alpine:3,        alpine:3",
    "team/app,                         team/app:latest, team/app:latest",
    "ghcr.io/app,                      app:latest,      ghcr.io/app:latest",
  })
  void hostsAreDroppedUnlessTheyAreKept(String name, String dropped, String kept) {
    assertEquals(dropped, ImageName.parse(name).reference(false).toString());
    assertEquals(kept, ImageName.parse(name).reference(true).toString());
  }

  @Test
  void aDigestCountsWhenThereIsNoTag() {
    assertEquals(
        "a/b@" + DIGEST, ImageName.parse("ghcr.io/a/b@" + DIGEST).reference(false).toString());
    assertEquals("a/b:1", ImageName.parse("ghcr.io/a/b:1@" + DIGEST).reference(false).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:", "a:b c", "a@sha1:00", "ghcr.io/", ":1", "a/b:.x"})
  void whatIsNoNameIsRefused(String text) {
    assertThrows(OciException.class, () -> ImageName.parse(text));
    assertFalse(ImageName.isUsable(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UPPER/case:1", "a//b:1", "/a:1", "a/_b:1", "[::1]:5000/a:1"})
  void namesThatNoRepositoryMayHaveAreNotUsable(String text) {
    assertThrows(OciException.class, () -> ImageName.parse(text).reference(true));
  }

  @Test
  void aTagAloneIsNoCompleteName() {
    assertFalse(ImageName.isComplete("1.0"));
    assertFalse(ImageName.isComplete("latest"));
    assertTrue(ImageName.isComplete("app:1.0"));
    assertTrue(ImageName.isComplete("team/app"));
  }

  @ParameterizedTest
  @CsvSource({
    "app:1,                   app:1,                  docker.io/library/app:1",
    "team/app:1,              team/app:1,             docker.io/team/app:1",
    "ghcr.io/a/b:1,           ghcr.io/a/b:1,          ghcr.io/a/b:1",
    "127.0.0.1_5901/t/bb:x,   127.0.0.1:5901/t/bb:x,  127.0.0.1:5901/t/bb:x",
    "localhost_5000/x:1,      localhost:5000/x:1,     localhost:5000/x:1",
    "snake_1/x:1,             snake_1/x:1,            docker.io/snake_1/x:1",
    "localhost/x:1,           localhost/x:1,          localhost/x:1",
  })
  void dockersToolsAreToldNamesTheyUnderstand(String name, String familiar, String qualified) {
    ImageReference reference = ImageReference.parse(name);
    assertEquals(familiar, ImageName.familiar(reference));
    assertEquals(qualified, ImageName.qualified(reference));
  }
}
