package nscr.rows;

import java.time.Instant;
import java.util.Optional;
import nscr.blob.BlobName;
import nscr.index.Bytes;
import nscr.oci.Digest;
import nscr.oci.RepositoryName;

/// `q <kind> <due> <digest> <other>`: something may have become garbage and is to be looked at.
/// Written in the same commit as the change that may have made it so; removed, as read, by the
/// commit that settles it.
///
/// @param due when it happened: gc waits a grace from then. [#AT_ONCE] for what somebody deleted.
/// @param digest of what is to be looked at
/// @param other the repository for [Kind#UNTAGGED], [Kind#ORPHAN], [Kind#LINK] and [Kind#SUBJECT];
///   the birth for [Kind#FILE]; a dash for [Kind#BLOB]
/// @param deleted for [Kind#ORPHAN] and [Kind#SUBJECT], when somebody deleted what led to this:
///   what refers to it and came later was not meant. Stores of before do not say.
public record ReviewRow(
    Kind kind, Instant due, Digest digest, String other, Optional<Instant> deleted) implements Row {

  public ReviewRow {
    boolean named =
        switch (kind) {
          case UNTAGGED, ORPHAN, SUBJECT, LINK -> new RepositoryName(other).value().equals(other);
          case FILE -> new BlobName(digest, other).birth().equals(other);
          case BLOB -> other.equals(NOTHING);
        };
    if (!named) {
      throw new IllegalArgumentException(other + " is nothing that a review of a blob is about");
    }
  }

  /// Due without any grace.
  public static final Instant AT_ONCE = Instant.EPOCH;

  /// What the keys of all reviews begin with, and no others.
  public static final String KEYS = "q ";

  private static final String NOTHING = "-";

  /// What may have become garbage, and so what is looked at.
  public enum Kind {
    /// A manifest that lost a tag or came without one: its owner decides whether that makes it
    /// garbage.
    UNTAGGED("m"),
    /// A manifest that was part of something deleted: a child of an index, or a referrer of a
    /// subject.
    ORPHAN("o"),
    /// A manifest was removed: its referrers are orphans now.
    SUBJECT("s"),
    /// A link that perhaps no manifest needs.
    LINK("l"),
    /// A blob row that perhaps no repository links.
    BLOB("b"),
    /// A published file that perhaps no blob row names.
    FILE("f");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    private static Kind parse(String word) {
      for (Kind kind : values()) {
        if (kind.word.equals(word)) {
          return kind;
        }
      }
      throw new DamagedRowException("no review is of kind " + word);
    }
  }

  public static ReviewRow of(Kind kind, Instant due, Digest digest, RepositoryName repository) {
    return new ReviewRow(kind, due, digest, repository.value(), Optional.empty());
  }

  public static ReviewRow blob(Instant due, Digest digest) {
    return new ReviewRow(Kind.BLOB, due, digest, NOTHING, Optional.empty());
  }

  public static ReviewRow file(Instant due, BlobName file) {
    return new ReviewRow(Kind.FILE, due, file.digest(), file.birth(), Optional.empty());
  }

  /// The reviews of one kind, those longest due first.
  public static Key.Prefix<ReviewRow> of(Kind kind) {
    return new Key.Prefix<>(KEYS + kind.word + " ", ReviewRow::decode);
  }

  static ReviewRow decode(Words key, Bytes payload) {
    return new ReviewRow(
        Kind.parse(key.word(1)),
        Instant.ofEpochSecond(key.number(2)),
        key.digest(3),
        key.word(4),
        payload.length() == 0 ? Optional.empty() : Optional.of(Words.of(payload).instant(0)));
  }

  /// The same, because of a deletion.
  public ReviewRow deletedAt(Instant deletion) {
    return new ReviewRow(kind, due, digest, other, Optional.of(deletion));
  }

  public RepositoryName repository() {
    return new RepositoryName(other);
  }

  /// The file a review of kind FILE is about.
  public BlobName file() {
    return new BlobName(digest, other);
  }

  @Override
  public Key<ReviewRow> key() {
    return new Key<>(
        String.join(" ", "q", kind.word, seconds(due), digest.toString(), other),
        ReviewRow::decode);
  }

  /// Eleven digits, which are in the order of time. A formatter takes longer than all the rest of a
  /// key.
  private static String seconds(Instant due) {
    String digits = Long.toString(due.getEpochSecond());
    return "0".repeat(Math.max(0, 11 - digits.length())) + digits;
  }

  @Override
  public String fields() {
    return deleted.isPresent() ? Words.join(deleted.get()) : "";
  }
}
