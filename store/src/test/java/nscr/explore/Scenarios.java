package nscr.explore;

import static nscr.explore.Acts.EVERYTHING;
import static nscr.explore.Acts.KEEP_UNTAGGED;
import static nscr.explore.Acts.begin;
import static nscr.explore.Acts.cancel;
import static nscr.explore.Acts.delete;
import static nscr.explore.Acts.deleteForGood;
import static nscr.explore.Acts.expire;
import static nscr.explore.Acts.finish;
import static nscr.explore.Acts.gc;
import static nscr.explore.Acts.inOrder;
import static nscr.explore.Acts.keeping;
import static nscr.explore.Acts.load;
import static nscr.explore.Acts.mount;
import static nscr.explore.Acts.orGivenUp;
import static nscr.explore.Acts.pull;
import static nscr.explore.Acts.put;
import static nscr.explore.Acts.release;
import static nscr.explore.Acts.sure;
import static nscr.explore.Acts.tag;
import static nscr.explore.Acts.untag;
import static nscr.explore.Acts.upload;
import static nscr.explore.Acts.uploadTwice;
import static nscr.explore.Acts.withdraw;
import static nscr.explore.Acts.withdrawForGood;
import static nscr.explore.Content.D;
import static nscr.explore.Content.E;
import static nscr.explore.Content.F;
import static nscr.explore.Content.G;
import static nscr.explore.Content.I;
import static nscr.explore.Content.J;
import static nscr.explore.Content.K;
import static nscr.explore.Content.W;
import static nscr.explore.Content.X;
import static nscr.explore.Content.Y;
import static nscr.explore.Content.Z;

import java.util.List;
import nscr.explore.Actor.Act;

/// Who may get in whose way.
final class Scenarios {
  private static final Act NOTHING = inOrder();
  private static final Act BLOB = upload("a", D);
  private static final Act IMAGE = inOrder(BLOB, put("a", X, "t"));
  private static final Actor GC = Actor.of("gc", gc(EVERYTHING));
  private static final Actor BACKUP = Actor.of("backup", Acts.backup());
  private static final Actor GC2 = Actor.of("gc2", gc(EVERYTHING));

  private Scenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of("an upload, gc", NOTHING, Actor.of("up", sure(upload("a", D))), GC),
        Scenario.of(
            "two uploads of one blob, a put, gc",
            NOTHING,
            Actor.of("up", upload("a", D)),
            Actor.of("up2", upload("a", D)),
            Actor.of("put", keeping("a", "t", X, put("a", X, "t"))),
            GC),
        Scenario.of(
            "an upload and a put of a blob that two gcs review",
            BLOB,
            Actor.of("up", upload("a", D)),
            Actor.of("put", keeping("a", "t", X, put("a", X, "t"))),
            GC,
            GC2),
        Scenario.of(
            "an image is deleted, uploaded and put again, gc",
            IMAGE,
            Actor.of("del", delete("a", X)),
            Actor.of("up", upload("a", D)),
            Actor.of("put", put("a", X, "t")),
            GC),
        Scenario.of(
            "an image is deleted, one that shares its blob is put, two gcs",
            IMAGE,
            Actor.of("del", delete("a", X)),
            Actor.of("put", keeping("a", "s", Y, put("a", Y, "s"))),
            GC,
            GC2),
        Scenario.of(
            "two tags go, one comes, gc",
            inOrder(IMAGE, tag("a", X, "s")),
            Actor.of("untag", untag("a", "t")),
            Actor.of("untag2", untag("a", "s")),
            Actor.of("tag", keeping("a", "v", X, tag("a", X, "v"))),
            GC),
        Scenario.of(
            "a tag comes while its manifest goes, gc",
            IMAGE,
            Actor.of("tag", tag("a", X, "v")),
            Actor.of("del", delete("a", X)),
            Actor.of("untag", untag("a", "t")),
            GC),
        Scenario.of(
            "a tag moves while both manifests go, gc",
            inOrder(IMAGE, put("a", Y)),
            Actor.of("tag", tag("a", Y, "t")),
            Actor.of("del", delete("a", X)),
            Actor.of("del2", delete("a", Y)),
            GC),
        Scenario.of(
            "an index is put while its child goes, gc",
            IMAGE,
            Actor.of("put", keeping("a", "s", I, put("a", I, "s"))),
            Actor.of("del", delete("a", X)),
            Actor.of("untag", untag("a", "t")),
            GC),
        Scenario.of(
            "an index and its child are deleted, the index is put again, gc",
            inOrder(BLOB, put("a", X), put("a", I, "s")),
            Actor.of("del", delete("a", I)),
            Actor.of("del2", delete("a", X)),
            Actor.of("put", put("a", I, "s")),
            GC),
        Scenario.of(
            "a referrer is put while its subject goes, gc",
            IMAGE,
            Actor.of("put", put("a", F)),
            Actor.of("del", delete("a", X)),
            GC),
        Scenario.of(
            "a referrer is put while its subject goes and comes, gc",
            IMAGE,
            Actor.of("put", put("a", F)),
            Actor.of("del", delete("a", X)),
            Actor.of("put2", put("a", X, "t")),
            GC),
        Scenario.of(
            "a subject goes and comes, its referrer goes, gc",
            inOrder(IMAGE, put("a", F)),
            Actor.of("del", delete("a", X)),
            Actor.of("put", put("a", X, "t")),
            Actor.of("del2", delete("a", F)),
            GC),
        Scenario.of(
            "a mount and a put there, a delete here, gc",
            IMAGE,
            Actor.of("mount", mount("b", "a", D)),
            Actor.of("put", keeping("b", "t", X, put("b", X, "t"))),
            Actor.of("del", delete("a", X)),
            GC),
        Scenario.of(
            "a mount and a put there, the blob is deleted here, gc",
            BLOB,
            Actor.of("mount", mount("b", "a", D)),
            Actor.of("put", keeping("b", "t", X, put("b", X, "t"))),
            Actor.of("del", delete("a", D)),
            GC),
        Scenario.of(
            "a mount of a blob that two gcs review",
            BLOB,
            Actor.of("mount", mount("b", "a", D)),
            GC,
            GC2),
        Scenario.of(
            "mounts to and fro, deletes in both, gc",
            inOrder(IMAGE, mount("b", "a", D)),
            Actor.of("mount", mount("a", "b", D)),
            Actor.of("put", keeping("b", "t", Y, put("b", Y, "t"))),
            Actor.of("del", delete("a", X)),
            Actor.of("del2", delete("a", D)),
            GC),
        Scenario.of(
            "a blob is deleted while two manifests come to need it, gc",
            BLOB,
            Actor.of("del", delete("a", D)),
            Actor.of("put", keeping("a", "t", X, put("a", X, "t"))),
            Actor.of("put2", keeping("a", "s", Y, put("a", Y, "s"))),
            GC),
        Scenario.of(
            "a blob is deleted and so is its image, gc",
            IMAGE,
            Actor.of("del", deleteForGood("a", D)),
            Actor.of("del2", delete("a", X)),
            GC),
        Scenario.of(
            "a needed blob is withdrawn, its image goes, another comes, gc",
            IMAGE,
            Actor.of("with", withdrawForGood("a", D)),
            Actor.of("del", delete("a", X)),
            Actor.of("put", keeping("a", "s", Y, put("a", Y, "s"))),
            GC),
        Scenario.of(
            "a needed blob is withdrawn, while its image goes it is uploaded and needed, gc",
            IMAGE,
            Actor.of("with", withdraw("a", D)),
            Actor.of("del", delete("a", X)),
            Actor.of("up", sure(upload("a", D)), keeping("a", "s", Y, put("a", Y, "s"))),
            GC),
        Scenario.of(
            "a blob is withdrawn while another image and repository come to need it, gc",
            IMAGE,
            Actor.of("with", withdrawForGood("a", D)),
            Actor.of("put", keeping("a", "s", Y, put("a", Y, "s"))),
            Actor.of("mount", mount("b", "a", D), keeping("b", "t", X, put("b", X, "t"))),
            GC),
        Scenario.of(
            "a blob is deleted, uploaded and needed, gc",
            BLOB,
            Actor.of("del", delete("a", D)),
            Actor.of("up", upload("a", D)),
            Actor.of("put", keeping("a", "t", X, put("a", X, "t"))),
            GC),
        Scenario.of(
            "an upload is finished twice, a put, gc",
            begin("a", D),
            Actor.of("fin", finish("a", "u00", D)),
            Actor.of("fin2", finish("a", "u00", D)),
            Actor.of("put", keeping("a", "t", X, put("a", X, "t"))),
            GC),
        Scenario.of(
            "an upload is finished while it expires, two gcs",
            begin("a", D),
            Actor.of("fin", finish("a", "u00", D)),
            Actor.of("expire", expire("u00")),
            GC,
            GC2),
        Scenario.of(
            "an upload is finished while it is cancelled, gc",
            begin("a", D),
            Actor.of("fin", finish("a", "u00", D)),
            Actor.of("cancel", cancel("a", "u00")),
            GC),
        Scenario.of(
            "two uploads, one expires, two gcs",
            inOrder(begin("a", D), begin("a", D)),
            Actor.of("fin", finish("a", "u00", D)),
            Actor.of("fin2", finish("a", "u01", D)),
            Actor.of("expire", expire("u00")),
            GC,
            GC2),
        Scenario.of(
            "an image is deleted and put again, two gcs",
            IMAGE,
            Actor.of("del", delete("a", X)),
            Actor.of("put", put("a", X, "t")),
            GC,
            GC2),
        Scenario.of(
            "an image is deleted, put under another tag, its old tag goes, gc",
            IMAGE,
            Actor.of("del", delete("a", X)),
            Actor.of("put", put("a", X, "v")),
            Actor.of("untag", untag("a", "t")),
            GC),
        Scenario.of(
            "two images under one tag, which goes, gc",
            BLOB,
            Actor.of("put", put("a", X, "t")),
            Actor.of("put2", put("a", Y, "t")),
            Actor.of("untag", untag("a", "t")),
            GC),
        Scenario.of(
            "an import of what gc is removing",
            BLOB,
            Actor.of("load", keeping("a", "t", X, load("a:t", D, X))),
            Actor.of("del", delete("a", D)),
            GC),
        Scenario.of(
            "two imports of one image, two gcs",
            BLOB,
            Actor.of("load", keeping("a", "t", X, load("a:t", D, X))),
            Actor.of("load2", keeping("b", "t", Z, load("b:t", D, E, Z))),
            GC,
            GC2),
        Scenario.of(
            "an import that is given up on, gc",
            NOTHING,
            Actor.of("load", orGivenUp(load("a:t", D, X))),
            Actor.of("expire", expire("load0i0")),
            GC,
            GC2),
        Scenario.of(
            "an index of images that share a blob goes, one of them is put, gc",
            inOrder(BLOB, put("a", X), put("a", Y), put("a", J, "t")),
            Actor.of("del", delete("a", J)),
            Actor.of("put", keeping("a", "s", Y, put("a", Y, "s"))),
            GC,
            GC2),
        Scenario.of(
            "the subject of a referrer that is a subject goes, gc",
            inOrder(IMAGE, put("a", F), put("a", G)),
            Actor.of("del", delete("a", X)),
            Actor.of("put", put("a", G)),
            Actor.of("put2", put("a", F)),
            GC),
        Scenario.of(
            "an untagged image is tagged, two gcs",
            inOrder(BLOB, put("a", X)),
            Actor.of("tag", keeping("a", "v", X, tag("a", X, "v"))),
            Actor.of("put", keeping("a", "s", X, put("a", X, "s"))),
            GC,
            GC2),
        Scenario.of(
            "an index of an index goes and comes, gc",
            inOrder(BLOB, put("a", X), put("a", I), put("a", K, "t")),
            Actor.of("del", delete("a", K)),
            Actor.of("put", put("a", K, "t")),
            Actor.of("del2", delete("a", I)),
            GC),
        Scenario.of(
            "a pull while its blob is uploaded again, gc",
            IMAGE,
            Actor.of("pull", pull("a", "t")),
            Actor.of("up", upload("a", D)),
            Actor.of("put", put("a", Y, "s")),
            Actor.of("gc", gc(KEEP_UNTAGGED))),
        Scenario.of(
            "a pull while its image goes and comes",
            BLOB,
            Actor.of("pull", pull("a", "t")),
            Actor.of(
                "put",
                put("a", X, "t"),
                delete("a", X),
                put("a", X, "t"),
                delete("a", X),
                put("a", X, "t"))),
        Scenario.of(
            "a manifest that is also a blob loses an index and an image, gc",
            inOrder(BLOB, upload("a", X), put("a", X), put("a", I, "t"), put("a", W, "s")),
            Actor.of("del", delete("a", I)),
            Actor.of("del2", delete("a", W)),
            GC),
        Scenario.of(
            "a blob whose row is under review comes and goes, gc",
            inOrder(BLOB, delete("a", D)),
            Actor.of("up", sure(upload("a", D)), delete("a", D)),
            GC,
            GC2),
        Scenario.of(
            "an image that lost one index loses another, gc",
            inOrder(
                inOrder(BLOB, put("a", X), put("a", Y), put("a", I, "t"), put("a", J, "s")),
                gc(EVERYTHING),
                delete("a", I)),
            Actor.of("del", delete("a", J)),
            Actor.of("put", put("a", I, "v")),
            GC),
        Scenario.of(
            "a subject goes again with a referrer that came meanwhile, gc",
            inOrder(IMAGE, delete("a", X)),
            Actor.of("put", put("a", X, "t"), put("a", F), delete("a", X)),
            GC,
            GC2),
        Scenario.of(
            "a tag is released while it moves, gc",
            inOrder(IMAGE, put("a", Y)),
            Actor.of("tag", tag("a", Y, "t")),
            Actor.of("rel", sure(release("a", "t"))),
            GC),
        Scenario.of(
            "a tag is released while others come, gc",
            inOrder(IMAGE, tag("a", X, "s")),
            Actor.of("rel", sure(release("a", "t"))),
            Actor.of("tag", tag("a", X, "v")),
            Actor.of("rel2", release("a", "s")),
            GC),
        Scenario.of(
            "an image is used in every way while it stays, gc",
            IMAGE,
            Actor.of("put", sure(keeping("a", "s", Y, put("a", Y, "s")))),
            Actor.of("tag", sure(keeping("a", "v", X, tag("a", X, "v")))),
            Actor.of("mount", sure(mount("b", "a", D)), put("b", X, "t")),
            Actor.of("up", sure(upload("a", D))),
            GC),
        Scenario.of("a backup, gc", inOrder(IMAGE, delete("a", X)), BACKUP, GC),
        Scenario.of(
                "an upload whose commits fail is finished again, a put, gc",
                NOTHING,
                Actor.of("up", uploadTwice("a", D)),
                Actor.of("put", keeping("a", "t", X, put("a", X, "t"))),
                GC)
            .withFaults(1),
        Scenario.of(
                "an import and a delete whose commits fail, gc",
                IMAGE,
                Actor.of("load", keeping("b", "t", Z, load("b:t", D, E, Z))),
                Actor.of("del", delete("a", X), delete("a", D)),
                GC)
            .withFaults(1),
        Scenario.of(
                "a gc whose commits fail, another, an upload",
                inOrder(IMAGE, delete("a", X)),
                Actor.of("up", sure(upload("a", D))),
                GC,
                GC2)
            .withFaults(2));
  }
}
