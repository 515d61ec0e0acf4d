package nscr.explore;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import nscr.explore.Actor.Act;
import nscr.gc.Gc;
import nscr.gc.GcPolicy;
import nscr.oci.ImageReference;
import nscr.oci.OciException;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import nscr.rows.BlobRow;
import nscr.rows.Holder;
import nscr.rows.KeepRow;
import nscr.rows.Rows;
import nscr.rows.UploadRow;
import nscr.store.Blobs;
import nscr.store.Import;
import nscr.store.Upload;

/// What people do with a store.
final class Acts {
  static final GcPolicy EVERYTHING =
      new GcPolicy(Duration.ZERO, Optional.of(Duration.ZERO), Duration.ZERO);
  static final GcPolicy KEEP_UNTAGGED =
      new GcPolicy(Duration.ZERO, Optional.empty(), Duration.ZERO);

  private Acts() {}

  /// One after another.
  static Act inOrder(Act... acts) {
    return stage -> {
      for (Act act : acts) {
        act.run(stage);
      }
    };
  }

  /// A whole upload.
  static Act upload(String repository, Content blob) {
    return stage -> {
      try (Upload upload = stage.repository(repository).blobs().upload()) {
        upload.write(ByteBuffer.wrap(blob.content()));
        upload.finish(blob.digest());
      }
    };
  }

  /// An upload of which all bytes have come, to be finished by others under its id: that of whoever
  /// begins it, and a number.
  static Act begin(String repository, Content blob) {
    return stage -> {
      try (Upload upload = stage.repository(repository).blobs().upload()) {
        upload.write(ByteBuffer.wrap(blob.content()));
      }
    };
  }

  static Act finish(String repository, String id, Content blob) {
    return stage -> {
      Optional<Upload> upload = stage.repository(repository).blobs().resume(id);
      if (upload.isPresent()) {
        try (Upload resumed = upload.get()) {
          resumed.finish(blob.digest());
        } catch (NoSuchFileException e) {
          // Another process is finishing it, which has published the file: it may do no harm.
          return;
        }
      }
    };
  }

  static Act cancel(String repository, String id) {
    return stage -> {
      Optional<Upload> upload = stage.repository(repository).blobs().resume(id);
      if (upload.isPresent()) {
        upload.get().cancel();
      }
    };
  }

  static Act mount(String repository, String from, Content blob) {
    return stage ->
        stage.repository(repository).blobs().mount(blob.digest(), new RepositoryName(from));
  }

  static Act put(String repository, Content manifest, String... tags) {
    return stage ->
        stage
            .repository(repository)
            .manifests()
            .put(
                manifest.mediaType(),
                manifest.content(),
                Optional.of(manifest.digest()),
                Arrays.stream(tags).map(Tag::new).toList());
  }

  static Act tag(String repository, Content manifest, String tag) {
    return stage ->
        stage.repository(repository).tags().put(manifest.digest(), List.of(new Tag(tag)));
  }

  static Act untag(String repository, String tag) {
    return stage -> stage.repository(repository).tags().delete(new Tag(tag));
  }

  static Act delete(String repository, Content content) {
    return stage -> {
      if (content.mediaType().isManifest()) {
        stage.repository(repository).manifests().delete(content.digest());
      } else {
        stage.repository(repository).blobs().delete(content.digest());
      }
    };
  }

  /// Deletes a blob, needed or not, that nobody brings back.
  static Act withdrawForGood(String repository, Content blob) {
    return stage -> {
      withdraw(repository, blob).run(stage);
      promiseGone(stage, repository, blob);
    };
  }

  /// Deletes a blob, needed or not.
  static Act withdraw(String repository, Content blob) {
    return stage -> stage.repository(repository).blobs().withdraw(blob.digest());
  }

  static Act gc(GcPolicy policy) {
    return stage -> Gc.execute(stage.store(), policy);
  }

  /// Puts an index as those do who first ask for the image it lists, and bring that if it is not
  /// there.
  static Act putIfPromised(String repository, Content index, String tag, Act bring) {
    return stage -> {
      Content image = Content.find(index.manifest().children().getFirst().digest()).orElseThrow();
      if (stage.repository(repository).manifests().promise(image.digest()).isEmpty()) {
        bring.run(stage);
      }
      put(repository, index, tag).run(stage);
    };
  }

  /// What gc does to an upload that was idle for too long, or whose process ended.
  static Act expire(String id) {
    return stage ->
        stage
            .store()
            .rows()
            .change(change -> {
              change.find(UploadRow.key(id)).ifPresent(row -> change.remove(row.key()));
              return id;
            });
  }

  /// A pull that must succeed.
  static Act pull(String repository, String tag) {
    return stage -> {
      var manifest = stage.repository(repository).manifests().get(new Tag(tag));
      for (var child : manifest.parse().children()) {
        Blobs blobs = stage.repository(repository).blobs();
        try (var content = blobs.get(child.digest()).open()) {
          if (content.size() != child.size()) {
            throw new IOException("the blob has " + content.size() + " bytes");
          }
        }
      }
    };
  }

  /// An import of an image, of which it asks first what is there.
  static Act load(String name, Content... childrenFirst) {
    return stage -> {
      try (Import load = stage.store().beginImport()) {
        for (Content content : childrenFirst) {
          if (content.mediaType().isManifest() || !load.has(content.descriptor())) {
            load.put(content.descriptor(), new ByteArrayInputStream(content.content()));
          }
        }
        Content image = childrenFirst[childrenFirst.length - 1];
        load.tag(image.descriptor(), ImageReference.parse(name));
        load.finish();
      }
    };
  }

  /// What a backup does: a file that a row names when it begins is there when it comes to it.
  static Act backup() {
    return stage -> {
      Rows rows = stage.store().rows();
      KeepRow keep = new KeepRow("backup", stage.store().clock().instant(), Holder.current());
      rows.change(change -> {
        change.put(keep);
        return keep;
      });
      for (BlobRow blob : rows.scan(BlobRow.all(), Optional.empty(), Integer.MAX_VALUE)) {
        stage.store().blobFiles().open(blob.file()).close();
      }
      rows.change(change -> {
        change.remove(keep.key());
        return keep;
      });
    };
  }

  /// Removes a tag, and its manifest if nothing else holds it.
  static Act release(String repository, String tag) {
    return stage -> stage.repository(repository).manifests().release(new Tag(tag));
  }

  /// An act for the refusal of which there is no reason at any time.
  static Act sure(Act act) {
    return stage -> {
      try {
        act.run(stage);
      } catch (OciException e) {
        throw new IllegalStateException("refused without reason: " + e.getMessage(), e);
      }
    };
  }

  /// A whole upload that is finished again when that fails.
  static Act uploadTwice(String repository, Content blob) {
    return stage -> {
      try (Upload upload = stage.repository(repository).blobs().upload()) {
        upload.write(ByteBuffer.wrap(blob.content()));
        try {
          upload.finish(blob.digest());
        } catch (IOException e) {
          upload.finish(blob.digest());
        }
      }
    };
  }

  /// An import that may be given up on by a gc.
  static Act orGivenUp(Act load) {
    return stage -> {
      try {
        load.run(stage);
      } catch (IOException e) {
        if (!e.getMessage().startsWith("the import was given up")) {
          throw e;
        }
      }
    };
  }

  /// `act`, after which the tag is there for good.
  static Act keeping(String repository, String tag, Content manifest, Act act) {
    return stage -> {
      act.run(stage);
      stage.promise(
          repository + ":" + tag + " is " + manifest,
          store ->
              store
                  .repository(new RepositoryName(repository))
                  .tags()
                  .find(new Tag(tag))
                  .filter(row -> row.manifest().equals(manifest.digest()))
                  .isPresent());
    };
  }

  /// `act`, after which the manifest is there for good.
  static Act keeping(String repository, Content manifest, Act act) {
    return stage -> {
      act.run(stage);
      stage.promise(
          repository + " has " + manifest,
          store ->
              store
                  .repository(new RepositoryName(repository))
                  .manifests()
                  .find(manifest.digest())
                  .isPresent());
    };
  }

  /// Deletes a blob that nobody brings back.
  static Act deleteForGood(String repository, Content blob) {
    return stage -> {
      delete(repository, blob).run(stage);
      promiseGone(stage, repository, blob);
    };
  }

  private static void promiseGone(Stage stage, String repository, Content blob) {
    stage.promise(
        repository + " has no " + blob,
        store ->
            store.repository(new RepositoryName(repository)).blobs().find(blob.digest()).isEmpty());
  }
}
