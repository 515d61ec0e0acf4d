package nscr.explore;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import nscr.blob.BlobBackend;
import nscr.blob.BlobName;
import nscr.blob.StagedName;
import nscr.index.Batch;
import nscr.index.Bytes;
import nscr.index.Entry;
import nscr.index.IndexBackend;

/// The rules, switched off one by one.
public final class Switches {
  private static final int NONCE = 17;

  private Switches() {}

  /// No two rows differ by their nonces.
  public static Switch nonces() {
    return new Switch() {
      @Override
      public boolean freshNonces() {
        return false;
      }
    };
  }

  /// Commits do not rely on rows of this kind.
  public static Switch expectations(String prefix) {
    return commits(batch ->
        new Batch(without(batch.expect(), (key, _) -> key.startsWith(prefix)), batch.write()));
  }

  /// No reviews of this kind are written.
  public static Switch reviews(String kind) {
    return commits(batch ->
        new Batch(
            batch.expect(),
            without(
                batch.write(), (key, value) -> key.startsWith("q " + kind) && value.isPresent())));
  }

  private static Switch commits(UnaryOperator<Batch> change) {
    return new Switch() {
      @Override
      public IndexBackend index(IndexBackend index) {
        return new ChangedIndex(index) {
          @Override
          public boolean commit(Batch batch) throws IOException {
            return super.commit(change.apply(batch));
          }
        };
      }
    };
  }

  private static Map<String, Optional<Bytes>> without(
      Map<String, Optional<Bytes>> rows, BiPredicate<String, Optional<Bytes>> what) {
    Map<String, Optional<Bytes>> rest = new LinkedHashMap<>(rows);
    rows.forEach((key, value) -> {
      if (what.test(key, value)) {
        rest.remove(key);
      }
    });
    return rest;
  }

  /// What is withdrawn can be found all the same.
  public static Switch withdrawal() {
    return commits(batch -> {
      Map<String, Optional<Bytes>> write = new LinkedHashMap<>(batch.write());
      write.replaceAll((key, value) ->
          key.startsWith("l ")
              ? value.map(bytes -> Bytes.ofText(bytes.text().replace(" withdrawn ", " live ")))
              : value);
      return new Batch(batch.expect(), write);
    });
  }

  /// Nobody makes a claimed row live again.
  public static Switch revival() {
    return rewrites((before, after) -> before.startsWith("claimed") && after.startsWith("live"));
  }

  /// Nobody writes a row anew to be noticed.
  public static Switch touching() {
    return rewrites(String::equals);
  }

  /// That a manifest came again is not noted.
  public static Switch renewal() {
    return new Switch() {
      @Override
      public IndexBackend index(IndexBackend index) {
        Map<String, String> came = new HashMap<>();
        return new ChangedIndex(index) {
          @Override
          public Optional<Bytes> get(String key) throws IOException {
            Optional<Bytes> value = super.get(key);
            value
                .filter(_ -> key.matches("r \\S+ m \\S+"))
                .ifPresentOrElse(
                    bytes -> came.put(key, lastWord(bytes.text())), () -> came.remove(key));
            return value;
          }

          @Override
          public boolean commit(Batch batch) throws IOException {
            Map<String, Optional<Bytes>> write = new LinkedHashMap<>(batch.write());
            came.forEach((key, before) ->
                write.computeIfPresent(
                    key,
                    (_, value) ->
                        value.map(
                            bytes -> Bytes.ofText(bytes.text().replaceAll("\\S+$", before)))));
            return super.commit(new Batch(batch.expect(), write));
          }
        };
      }

      private static String lastWord(String text) {
        return text.substring(text.lastIndexOf(' ') + 1);
      }
    };
  }

  /// Rows that were read are not written when the change is such.
  private static Switch rewrites(BiPredicate<String, String> change) {
    return new Switch() {
      @Override
      public IndexBackend index(IndexBackend index) {
        Map<String, String> read = new HashMap<>();
        return new ChangedIndex(index) {
          @Override
          public Optional<Bytes> get(String key) throws IOException {
            Optional<Bytes> value = super.get(key);
            value.ifPresentOrElse(
                bytes -> read.put(key, bytes.text().substring(NONCE)), () -> read.remove(key));
            return value;
          }

          @Override
          public boolean commit(Batch batch) throws IOException {
            Map<String, Optional<Bytes>> write =
                without(
                    batch.write(),
                    (key, value) ->
                        !key.startsWith("q ")
                            && value.isPresent()
                            && read.containsKey(key)
                            && change.test(read.get(key), value.get().text().substring(NONCE)));
            return super.commit(new Batch(batch.expect(), write));
          }
        };
      }
    };
  }

  /// What was looked for once is not looked for again before the next page of reviews.
  public static Switch secondLook() {
    return new Switch() {
      @Override
      public IndexBackend index(IndexBackend index) {
        Map<String, List<Entry>> looks = new HashMap<>();
        return new ChangedIndex(index) {
          @Override
          public List<Entry> scan(String from, String to, int limit) throws IOException {
            if (limit != 1) {
              looks.clear();
              return super.scan(from, to, limit);
            }
            if (!looks.containsKey(from)) {
              looks.put(from, super.scan(from, to, limit));
            }
            return looks.get(from);
          }
        };
      }
    };
  }

  /// Rows of one kind are looked for when one of another is read or those are scanned, not when
  /// they are asked for.
  public static Switch orderOfLooks(String early, String before) {
    return new Switch() {
      @Override
      public IndexBackend index(IndexBackend index) {
        Set<String> seen = new HashSet<>();
        boolean[] looked = {false};
        return new ChangedIndex(index) {
          @Override
          public List<Entry> scan(String from, String to, int limit) throws IOException {
            looked[0] = from.startsWith(before);
            lookIf(looked[0]);
            return super.scan(from, to, limit);
          }

          @Override
          public Optional<Bytes> get(String key) throws IOException {
            boolean now = key.startsWith(before) && !before.equals(early);
            looked[0] |= now;
            lookIf(now);
            return looked[0] && key.startsWith(early) && !seen.contains(key)
                ? Optional.empty()
                : super.get(key);
          }

          private void lookIf(boolean now) throws IOException {
            if (now) {
              seen.clear();
              super.scan(early, early.strip() + "!", Integer.MAX_VALUE)
                  .forEach(entry -> seen.add(entry.key()));
            }
          }
        };
      }
    };
  }

  /// Whether there are rows of one kind is found out when those of another are scanned, not when it
  /// is asked for.
  public static Switch lookingAhead(String early, String before) {
    return new Switch() {
      @Override
      public IndexBackend index(IndexBackend index) {
        Map<String, List<Entry>> found = new HashMap<>();
        return new ChangedIndex(index) {
          @Override
          public List<Entry> scan(String from, String to, int limit) throws IOException {
            if (from.startsWith(before)) {
              found.put(early, super.scan(early, early.strip() + "!", 1));
            }
            return found.containsKey(from) ? found.get(from) : super.scan(from, to, limit);
          }
        };
      }
    };
  }

  /// All files of a digest have one name.
  public static Switch births() {
    return new Switch() {
      @Override
      public IndexBackend index(IndexBackend index) {
        return new ChangedIndex(index) {
          @Override
          public boolean commit(Batch batch) throws IOException {
            Map<String, Optional<Bytes>> write = new LinkedHashMap<>();
            batch
                .write()
                .forEach((key, value) ->
                    write.put(
                        key.startsWith("q f ") ? lastWord(key) : key,
                        key.startsWith("b ")
                            ? value.map(bytes -> Bytes.ofText(lastWord(bytes.text())))
                            : value));
            return super.commit(new Batch(batch.expect(), write));
          }
        };
      }

      private static String lastWord(String text) {
        return text.substring(0, text.lastIndexOf(' ')) + " 0";
      }

      @Override
      public BlobBackend blobs(BlobBackend blobs) {
        return new ChangedBlobs(blobs) {
          @Override
          BlobName name(BlobName name) {
            return new BlobName(name.digest(), "0");
          }
        };
      }
    };
  }

  /// What is published is opened first as if there were more to write.
  public static Switch publishingWhatIsThere() {
    return new Switch() {
      @Override
      public BlobBackend blobs(BlobBackend blobs) {
        return new ChangedBlobs(blobs) {
          @Override
          public void publish(Map<StagedName, BlobName> names) throws IOException {
            for (StagedName staged : names.keySet()) {
              stage(staged).close();
            }
            super.publish(names);
          }
        };
      }
    };
  }

  /// What the store has is not held by an import.
  public static Switch holding() {
    return new Switch() {
      @Override
      public BlobBackend blobs(BlobBackend blobs) {
        return new ChangedBlobs(blobs) {
          @Override
          public boolean hold(BlobName published, StagedName name) {
            return true;
          }
        };
      }
    };
  }
}
