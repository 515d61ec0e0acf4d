package nscr.torture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import nscr.torture.Operation.Flavour;
import nscr.torture.Step.Fate;
import nscr.torture.Step.Way;

/// What each worker does, without end. A step is made of the seed, the worker and its number alone,
/// so that a script with steps taken out still says the same with the rest.
///
/// A worker has two repositories of its own, so that it knows what must be in them, and everybody
/// uses one more.
///
/// @param workers how many there are
/// @param fates what may happen in the middle of a step
record Script(long seed, int workers, Set<Fate> fates, Goods goods) {
  private static final int TAGS = 4;
  private static final int LONGEST_DELAY = 60;
  private static final int LONGEST_OFFSET = 1 << 20;
  static final RepositoryName COMMON = new RepositoryName("everybody/app");

  Script(long seed, int workers, Set<Fate> fates) {
    this(seed, workers, fates, new Goods(seed));
  }

  Script {
    fates = Set.copyOf(fates);
  }

  /// The repositories that only `worker` changes.
  static List<RepositoryName> own(int worker) {
    return List.of(
        new RepositoryName("worker" + worker + "/app"),
        new RepositoryName("worker" + worker + "/lib"));
  }

  Step step(int worker, int number) {
    Random random =
        new Random(((seed * 1_000_003 + worker) * 1_000_003 + number) * 0x9E3779B97F4AL);
    random.nextInt();
    Operation operation = operation(worker, random);
    Way way = way(operation, random);
    Fate fate = fate(random);
    return new Step(worker, number, operation, way, fate, random.nextInt(LONGEST_DELAY));
  }

  /// The same steps have a fate, whichever are allowed to come true.
  private Fate fate(Random random) {
    int die = random.nextInt(100);
    Fate fate =
        die < 4
            ? Fate.WORKER_KILLED
            : switch (die) {
              case 4 -> Fate.SERVER_KILLED;
              case 5, 6 -> Fate.DISK_FULL;
              case 7, 8 -> Fate.SHORT_WRITE;
              case 9 -> Fate.POWER_LOST;
              default -> Fate.NOTHING;
            };
    return fates.contains(fate) ? fate : Fate.NOTHING;
  }

  /// What there is to be done, each so many times out of [#SUM].
  private enum Deed {
    PUSH(18),
    IMPORT(6),
    UPLOAD(4),
    ABANDON(2),
    RETAG(6),
    UNTAG(5),
    RELEASE(4),
    DELETE_MANIFEST(6),
    DELETE_BLOB(2),
    CLEAR(1),
    COLLECT(8),
    CHECK(1),
    PULL(13),
    PULL_MANIFEST(5),
    PULL_BLOB(7),
    LIST_TAGS(4),
    LIST_REFERRERS(4),
    EXPORT(4);

    static final int SUM = Arrays.stream(values()).mapToInt(deed -> deed.weight).sum();

    private final int weight;

    Deed(int weight) {
      this.weight = weight;
    }

    static Deed any(Random random) {
      int die = random.nextInt(SUM);
      int number = 0;
      while (die >= values()[number].weight) {
        die -= values()[number++].weight;
      }
      return values()[number];
    }
  }

  private Operation operation(int worker, Random random) {
    RepositoryName place = random.nextInt(5) == 0 ? COMMON : own(worker).get(random.nextInt(2));
    Tag tag = tag(random);
    Flavour flavour = Flavour.values()[random.nextInt(Flavour.values().length)];
    Piece manifest = any(goods.manifests(), random);
    Piece blob = any(goods.blobs(), random);
    return switch (Deed.any(random)) {
      case PUSH -> new Operation.Push(place, manifest, tags(random), flavour);
      case IMPORT -> new Operation.Import(place, manifest, tag, random.nextBoolean());
      case UPLOAD -> new Operation.Upload(place, blob, flavour);
      case ABANDON -> new Operation.Abandon(place, blob);
      case RETAG -> new Operation.Retag(place, tag, tag(random));
      case UNTAG -> new Operation.Untag(place, tag);
      case RELEASE -> new Operation.Release(place, tag);
      case DELETE_MANIFEST -> new Operation.DeleteManifest(place, manifest);
      case DELETE_BLOB -> new Operation.DeleteBlob(place, blob);
      case CLEAR -> new Operation.Clear(place);
      case COLLECT -> new Operation.Collect();
      case CHECK -> new Operation.Check();
      case PULL -> new Operation.Pull(place, tag);
      case PULL_MANIFEST -> new Operation.PullManifest(place, manifest);
      case PULL_BLOB -> new Operation.PullBlob(place, blob, random.nextInt(LONGEST_OFFSET));
      case LIST_TAGS -> new Operation.ListTags(place);
      case LIST_REFERRERS -> new Operation.ListReferrers(place, manifest);
      case EXPORT -> new Operation.Export(place, tag);
    };
  }

  private static Way way(Operation operation, Random random) {
    int die = random.nextInt(20);
    Way inside = die == 0 ? Way.COMMAND : Way.STORE;
    return switch (operation) {
      case Operation.Import _,
          Operation.Release _,
          Operation.Clear _,
          Operation.Export _,
          Operation.Collect _,
          Operation.Check _ ->
          inside;
      case Operation.Retag _, Operation.Untag _, Operation.ListTags _, Operation.DeleteManifest _ ->
          die < 13 ? Way.HTTP : inside;
      default -> die < 13 ? Way.HTTP : Way.STORE;
    };
  }

  private static List<Tag> tags(Random random) {
    List<Tag> tags = new ArrayList<>();
    for (int n = List.of(0, 1, 1, 1, 2, 3).get(random.nextInt(6)); n > 0; n--) {
      Tag tag = tag(random);
      if (!tags.contains(tag)) {
        tags.add(tag);
      }
    }
    return tags;
  }

  private static Tag tag(Random random) {
    return new Tag("t" + random.nextInt(TAGS));
  }

  private static Piece any(List<Piece> pieces, Random random) {
    return pieces.get(random.nextInt(pieces.size()));
  }
}
