package nscr.explore;

import static nscr.explore.Acts.delete;
import static nscr.explore.Acts.gc;
import static nscr.explore.Acts.inOrder;
import static nscr.explore.Acts.keeping;
import static nscr.explore.Acts.put;
import static nscr.explore.Acts.putIfPromised;
import static nscr.explore.Acts.sure;
import static nscr.explore.Acts.upload;
import static nscr.explore.Content.D;
import static nscr.explore.Content.F;
import static nscr.explore.Content.G;
import static nscr.explore.Content.I;
import static nscr.explore.Content.J;
import static nscr.explore.Content.X;
import static nscr.explore.Content.Y;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import nscr.explore.Actor.Act;
import nscr.gc.GcPolicy;

/// Who may get in whose way while gc has patience, and what was before was longer ago than that: no
/// push may fail.
final class PatientScenarios {
  static final Duration LONG_AGO = Duration.ofSeconds(10);

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Act IMAGE = inOrder(upload("a", D), put("a", X));
  private static final Actor GC =
      Actor.of("gc", gc(new GcPolicy(PATIENCE, Optional.of(PATIENCE), PATIENCE)));

  private PatientScenarios() {}

  static List<Scenario> all() {
    Act push = keeping("a", "t", I, inOrder(IMAGE, put("a", I, "t")));
    Act tagged = sure(keeping("a", "t", X, inOrder(IMAGE, put("a", X, "t"))));
    return List.of(
        Scenario.of(
            "a blob comes again, then its image, gc",
            upload("a", D),
            Actor.of("push", sure(push)),
            GC),
        Scenario.of(
            "an image comes again, then its index, gc", IMAGE, Actor.of("push", sure(push)), GC),
        Scenario.of(
            "an image is found there, then its index comes, gc",
            IMAGE,
            Actor.of("push", sure(keeping("a", "t", I, putIfPromised("a", I, "t", IMAGE)))),
            GC),
        Scenario.of(
            "an image comes again while an index of it goes, then another, gc",
            inOrder(IMAGE, put("a", Y), put("a", J, "s")),
            Actor.of("push", sure(push)),
            Actor.of("del", delete("a", J)),
            GC),
        Scenario.of(
            "an index of an image has gone, which is found there, then another comes, gc",
            inOrder(IMAGE, put("a", Y), put("a", J, "s"), delete("a", J)),
            Actor.of("push", sure(keeping("a", "t", I, putIfPromised("a", I, "t", IMAGE)))),
            GC),
        Scenario.of(
            "a subject goes, its referrer comes again, then the subject, gc",
            inOrder(IMAGE, put("a", X, "t"), put("a", F)),
            Actor.of("push", delete("a", X), sure(keeping("a", F, put("a", F))), tagged),
            GC),
        Scenario.of(
            "a subject has gone, the referrer of its referrer comes, then they, gc",
            inOrder(IMAGE, put("a", X, "t"), put("a", F), put("a", G), delete("a", X)),
            Actor.of(
                "push",
                sure(keeping("a", G, put("a", G))),
                sure(keeping("a", F, put("a", F))),
                tagged),
            GC),
        Scenario.of(
            "an index has gone, the referrer of its image comes again, then the image, gc",
            inOrder(IMAGE, put("a", F), put("a", I, "s"), delete("a", I)),
            Actor.of("push", sure(keeping("a", F, put("a", F))), tagged),
            GC));
  }
}
