package nscr.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import nscr.oci.Digest;
import nscr.oci.ImageReference;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import nscr.store.Sample;
import nscr.store.SampleSource;
import nscr.store.TestStore;
import nscr.store.Upload;

/// Something done to a store that has content, with what the store promises as it goes.
enum Operation {
  UPLOAD {
    @Override
    void run(TestStore test, Promises promises) throws IOException {
      upload(test, promises, APP, NEW_LAYER);
    }
  },
  UPLOAD_OF_WHAT_ANOTHER_REPOSITORY_HAS {
    @Override
    void run(TestStore test, Promises promises) throws IOException {
      upload(test, promises, MIRROR, BASE);
    }
  },
  UPLOAD_IN_TWO_SITTINGS {
    @Override
    void run(TestStore test, Promises promises) throws IOException {
      RepositoryName app = new RepositoryName(APP);
      byte[] content = NEW_LAYER.content();
      String id;
      try (Upload upload = test.store().repository(app).blobs().upload()) {
        upload.write(ByteBuffer.wrap(content, 0, 3));
        id = upload.id();
      }
      try (Upload upload = test.store().repository(app).blobs().resume(id).orElseThrow()) {
        upload.write(ByteBuffer.wrap(content, 3, content.length - 3));
        upload.finish(NEW_LAYER.digest());
      }
      promises.blob(app, NEW_LAYER.digest(), true);
    }
  },
  CANCELLED_UPLOAD {
    @Override
    void run(TestStore test, Promises promises) throws IOException {
      try (Upload upload = test.repository(APP).blobs().upload()) {
        upload.write(ByteBuffer.wrap(NEW_LAYER.content()));
        upload.cancel();
      }
    }
  },
  MOUNT {
    @Override
    void run(TestStore test, Promises promises) throws IOException {
      RepositoryName app = new RepositoryName(APP);
      if (test.repository(MIRROR).blobs().mount(BASE.digest(), app)) {
        promises.blob(new RepositoryName(MIRROR), BASE.digest(), true);
      }
    }
  },
  PUSH {
    @Override
    void run(TestStore test, Promises promises) throws IOException {
      Sample image = Sample.image("pushed", BASE, NEW_LAYER);
      push(test, promises, image, "pushed", "again");
      Sample index = Sample.index("pushed", image, ONE);
      promises.forget(at("index"));
      test.put(APP, index, "index");
      promises.keep(at("index"), index.digest());
    }
  },
  PUSH_OF_A_REFERRER {
    @Override
    void run(TestStore test, Promises promises) throws IOException {
      push(test, promises, Sample.referrer("of one", ONE));
    }
  },
  PUSH_OVER_A_TAG {
    @Override
    void run(TestStore test, Promises promises) throws IOException {
      push(test, promises, Sample.image("pushed", BASE), "one");
    }
  },
  TAG {
    @Override
    void run(TestStore test, Promises promises) throws IOException {
      for (String tag : List.of("new", "nested")) {
        promises.forget(at(tag));
        test.tag(APP, ONE.digest(), tag);
        promises.keep(at(tag), ONE.digest());
      }
    }
  },
  UNTAG {
    @Override
    void run(TestStore test, Promises promises) throws IOException {
      for (String tag : List.of("one", "nested")) {
        promises.forget(at(tag));
        test.repository(APP).tags().delete(new Tag(tag));
        promises.gone(at(tag));
      }
    }
  },
  RELEASE {
    @Override
    void run(TestStore test, Promises promises) throws IOException {
      promises.forget(at("nested"));
      promises.forget(at(NESTED.digest()));
      test.repository(APP).manifests().release(new Tag("nested"));
      promises.gone(at("nested"));
      promises.gone(at(NESTED.digest()));
    }
  },
  DELETE_OF_A_MANIFEST {
    @Override
    void run(TestStore test, Promises promises) throws IOException {
      promises.forget(at("nested"));
      promises.forget(at(NESTED.digest()));
      test.repository(APP).manifests().delete(NESTED.digest());
      promises.gone(at("nested"));
      promises.gone(at(NESTED.digest()));
    }
  },
  DELETE_OF_A_REPOSITORY {
    @Override
    void run(TestStore test, Promises promises) throws IOException {
      promises.forgetAll(new RepositoryName(APP));
      test.repository(APP).delete().forEach(promises::gone);
    }
  },
  DELETE_OF_A_BLOB {
    @Override
    void prepare(TestStore test, Promises promises) throws IOException {
      test.upload(APP, NEW_LAYER);
    }

    @Override
    void run(TestStore test, Promises promises) throws IOException {
      RepositoryName app = new RepositoryName(APP);
      promises.forgetBlob(app, NEW_LAYER.digest());
      test.repository(APP).blobs().delete(NEW_LAYER.digest());
      promises.blob(app, NEW_LAYER.digest(), false);
    }
  },
  WITHDRAWAL_OF_A_NEEDED_BLOB {
    @Override
    void run(TestStore test, Promises promises) throws IOException {
      RepositoryName app = new RepositoryName(APP);
      promises.forgetBlob(app, BASE.digest());
      test.repository(APP).blobs().withdraw(BASE.digest());
      promises.blob(app, BASE.digest(), false);
    }
  },
  UPLOAD_OF_A_WITHDRAWN_BLOB {
    @Override
    void prepare(TestStore test, Promises promises) throws IOException {
      test.repository(APP).blobs().withdraw(BASE.digest());
    }

    @Override
    void run(TestStore test, Promises promises) throws IOException {
      upload(test, promises, APP, BASE);
    }
  },
  IMPORT {
    @Override
    void run(TestStore test, Promises promises) throws IOException {
      Sample image = Sample.image("imported", BASE, NEW_LAYER, Sample.foreignLayer("far"));
      Sample index = Sample.index("imported", image, TWO, Sample.layer("cache"));
      Sample sbom = Sample.referrer("of imported", image, Sample.layer("packages"));
      promises.forget(at("imported"));
      test.load(new SampleSource(index, sbom), index, APP + ":imported");
      promises.keep(at("imported"), index.digest());
      promises.keep(at(sbom.digest()), sbom.digest());
    }
  },
  IMPORT_WITHOUT_A_TAG {
    @Override
    void run(TestStore test, Promises promises) throws IOException {
      Sample image = Sample.image("imported", BASE);
      test.load(new SampleSource(image), image, APP + "@" + image.digest());
      promises.keep(at(image.digest()), image.digest());
    }
  },
  GC {
    @Override
    void prepare(TestStore test, Promises promises) throws IOException {
      DELETE_OF_A_MANIFEST.run(test, promises);
      test.push(MIRROR, Sample.index("untagged", Sample.image("part", NEW_LAYER)));
      test.upload(APP, Sample.layer("unused"));
      test.repository(APP).blobs().upload().close();
    }

    @Override
    void run(TestStore test, Promises promises) throws IOException {
      promises.forgetUntagged();
      test.gc();
    }
  };

  static final String APP = "app";
  static final String MIRROR = "mirror/app";
  static final Sample BASE = Sample.layer("base");
  static final Sample NEW_LAYER = Sample.layer("new layer");
  static final Sample ONE = Sample.image("one", BASE, Sample.layer("one"));
  static final Sample TWO = Sample.image("two", BASE, Sample.layer("two"));
  static final Sample NESTED =
      Sample.index("nested", Sample.index("inner", ONE, TWO), Sample.image("three", BASE));
  static final Sample SBOM = Sample.referrer("sbom", TWO, Sample.layer("packages"));

  /// Does it; may be asked to do it again after a failure.
  abstract void run(TestStore test, Promises promises) throws IOException;

  /// Gives the store what the operation needs besides [#fill].
  void prepare(TestStore test, Promises promises) throws IOException {}

  /// What is in the store before any operation.
  static void fill(TestStore test, Promises promises) throws IOException {
    push(test, promises, ONE, "one", "1");
    push(test, promises, NESTED, "nested");
    push(test, promises, SBOM);
    test.push(MIRROR, Sample.image("mirrored", Sample.layer("mirrored")), "latest");
  }

  private static void upload(TestStore test, Promises promises, String repository, Sample blob)
      throws IOException {
    Digest digest = test.upload(repository, blob);
    promises.blob(new RepositoryName(repository), digest, true);
  }

  private static void push(TestStore test, Promises promises, Sample sample, String... tags)
      throws IOException {
    for (String tag : tags) {
      promises.forget(at(tag));
    }
    Digest digest = test.push(APP, sample, tags);
    for (String tag : tags) {
      promises.keep(at(tag), digest);
    }
    promises.keep(at(digest), digest);
  }

  private static ImageReference at(String tag) {
    return ImageReference.of(new RepositoryName(APP), new Tag(tag));
  }

  private static ImageReference at(Digest digest) {
    return ImageReference.of(new RepositoryName(APP), digest);
  }
}
