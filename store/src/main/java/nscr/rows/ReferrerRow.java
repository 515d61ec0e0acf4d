package nscr.rows;

import java.util.Map;
import nscr.index.Bytes;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.Json;
import nscr.oci.RepositoryName;

/// `r <repository> s <subject> <digest>`: this manifest is about that one, with the descriptor the
/// referrers API lists.
///
/// Spec: distribution-spec "Listing Referrers".
public record ReferrerRow(RepositoryName repository, Digest subject, Descriptor referrer)
    implements Row {

  public static Key<ReferrerRow> key(RepositoryName repository, Digest subject, Digest referrer) {
    return new Key<>("r " + repository + " s " + subject + " " + referrer, ReferrerRow::decode);
  }

  /// What refers to one manifest, in the order of digests.
  public static Key.Prefix<ReferrerRow> of(RepositoryName repository, Digest subject) {
    return new Key.Prefix<>("r " + repository + " s " + subject + " ", ReferrerRow::decode);
  }

  static ReferrerRow decode(Words key, Bytes payload) {
    Descriptor referrer = Descriptor.parse(Json.parse(payload.toArray()), "the referrer");
    return new ReferrerRow(key.repository(1), key.digest(3), referrer);
  }

  @Override
  public Key<ReferrerRow> key() {
    return key(repository, subject, referrer.digest());
  }

  @Override
  public Bytes payload() {
    Map<String, Object> json = referrer.toJson();
    return Bytes.of(Json.write(json));
  }
}
