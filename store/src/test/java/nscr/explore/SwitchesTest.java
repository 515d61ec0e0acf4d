package nscr.explore;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The explorer is not blind: with any rule switched off it finds a schedule that breaks the store.
class SwitchesTest {
  private static final int SWITCHES = 3;
  private static final long MOST_STEPS = 40_000;

  static List<Arguments> rules() {
    return List.of(
        arguments(
            "uploads are relied on",
            Switches.expectations("u "),
            "an import that is given up on, gc"),
        arguments(
            "blob rows are relied on",
            Switches.expectations("b "),
            "an import of what gc is removing"),
        arguments(
            "links are relied on",
            Switches.expectations("l "),
            "an upload is finished twice, a put, gc"),
        arguments(
            "manifest rows are relied on",
            Switches.expectations("r a m"),
            "two tags go, one comes, gc"),
        arguments(
            "tags are relied on",
            Switches.expectations("r a t"),
            "two images under one tag, which goes, gc"),
        arguments(
            "reviews of untagged manifests are relied on",
            Switches.expectations("q m"),
            "two tags go, one comes, gc"),
        arguments(
            "reviews of orphans are relied on",
            Switches.expectations("q o"),
            "an image that lost one index loses another, gc"),
        arguments(
            "reviews of subjects are relied on",
            Switches.expectations("q s"),
            "a subject goes again with a referrer that came meanwhile, gc"),
        arguments(
            "reviews of links are relied on",
            Switches.expectations("q l"),
            "a tag is released while it moves, gc"),
        arguments(
            "reviews of blob rows are relied on",
            Switches.expectations("q b"),
            "mounts to and fro, deletes in both, gc"),
        arguments(
            "untagged manifests are reviewed",
            Switches.reviews("m"),
            "two images under one tag, which goes, gc"),
        arguments(
            "children of what goes are reviewed",
            Switches.reviews("o"),
            "an image that lost one index loses another, gc"),
        arguments(
            "referrers of what goes are reviewed",
            Switches.reviews("s"),
            "a referrer is put while its subject goes, gc"),
        arguments(
            "links are reviewed",
            Switches.reviews("l"),
            "an image is deleted, uploaded and put again, gc"),
        arguments(
            "blob rows are reviewed",
            Switches.reviews("b"),
            "an image is deleted, uploaded and put again, gc"),
        arguments(
            "files are reviewed before they are published",
            Switches.reviews("f"),
            "two uploads of one blob, a put, gc"),
        arguments("no row value repeats", Switches.nonces(), "two tags go, one comes, gc"),
        arguments(
            "whoever needs a claimed row revives it",
            Switches.revival(),
            "an upload is finished twice, a put, gc"),
        arguments(
            "whoever relies on a manifest row writes it anew",
            Switches.touching(),
            "two tags go, one comes, gc"),
        arguments(
            "what comes again has the whole grace",
            Switches.renewal(),
            "an image comes again, then its index, gc"),
        arguments(
            "gc looks again at what it claimed",
            Switches.secondLook(),
            "an upload is finished twice, a put, gc"),
        arguments(
            "no file name is used twice",
            Switches.births(),
            "an upload is finished twice, a put, gc"),
        arguments(
            "a file's upload is looked for before its row",
            Switches.orderOfLooks("b ", "q f"),
            "an upload, gc"),
        arguments(
            "a file's row is looked for before backups",
            Switches.lookingAhead("k ", "q l"),
            "a backup, gc"),
        arguments(
            "staged files are looked for before their uploads",
            Switches.orderOfLooks("u ", "u "),
            "an upload, gc"),
        arguments(
            "only what is staged is published",
            Switches.publishingWhatIsThere(),
            "an upload whose commits fail is finished again, a put, gc"),
        arguments(
            "an import holds what it does not bring",
            Switches.holding(),
            "an import of what gc is removing"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void the_explorer_notices_when_it_is_not_so_that(String rule, Switch off, String scenario)
      throws IOException {
    Optional<Scenario> patient = find(PatientScenarios.all(), scenario);
    Explorer explorer =
        new Explorer(
            patient.or(() -> find(Scenarios.all(), scenario)).orElseThrow(),
            off,
            patient.isPresent() ? PatientScenarios.LONG_AGO : Duration.ofMillis(1));
    Optional<Violation> found = new Schedules(explorer).all(SWITCHES, MOST_STEPS);
    System.out.printf("not so that %s: %d steps, then %s%n", rule, explorer.steps(), found);
    assertTrue(found.isPresent(), "not noticed in " + explorer.steps() + " steps: " + rule);
  }

  private static Optional<Scenario> find(List<Scenario> scenarios, String name) {
    return scenarios.stream().filter(scenario -> scenario.name().equals(name)).findAny();
  }
}
