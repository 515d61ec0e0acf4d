package nscr.server.api;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import nscr.oci.Digest;
import nscr.oci.DigestAlgorithm;
import nscr.oci.Reference;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;

/// What a request asks for: one record for each row of the spec's table of endpoints. `HEAD` is
/// `GET` without the body.
///
/// Spec: distribution-spec "Endpoints".
public sealed interface Endpoint {

  /// end-1: `GET /v2/`.
  record CheckApi() implements Endpoint {}

  /// end-2: `GET /v2/<name>/blobs/<digest>`.
  record GetBlob(RepositoryName repository, Digest digest) implements Endpoint {}

  /// end-10: `DELETE /v2/<name>/blobs/<digest>`.
  record DeleteBlob(RepositoryName repository, Digest digest) implements Endpoint {}

  /// end-3: `GET /v2/<name>/manifests/<reference>`.
  record GetManifest(RepositoryName repository, Reference reference) implements Endpoint {}

  /// end-7: `PUT /v2/<name>/manifests/<reference>`, with any number of `tag` beside a digest.
  record PutManifest(RepositoryName repository, Reference reference, List<Tag> tags)
      implements Endpoint {
    public PutManifest {
      tags = List.copyOf(tags);
    }
  }

  /// end-9: `DELETE /v2/<name>/manifests/<reference>`.
  record DeleteManifest(RepositoryName repository, Reference reference) implements Endpoint {}

  /// end-4a: `POST /v2/<name>/blobs/uploads/`; the algorithm is a hint.
  record BeginUpload(RepositoryName repository, Optional<DigestAlgorithm> algorithm)
      implements Endpoint {}

  /// end-4b: `POST /v2/<name>/blobs/uploads/?digest=<digest>` with the whole blob.
  record PushBlob(RepositoryName repository, Digest digest) implements Endpoint {}

  /// end-11: `POST /v2/<name>/blobs/uploads/?mount=<digest>&from=<other>`; without `from`, from
  /// wherever it is.
  record MountBlob(RepositoryName repository, Digest digest, Optional<RepositoryName> from)
      implements Endpoint {}

  /// end-13: `GET <upload>`.
  record GetUpload(RepositoryName repository, String upload) implements Endpoint {}

  /// end-5: `PATCH <upload>`.
  record AppendUpload(RepositoryName repository, String upload) implements Endpoint {}

  /// end-6: `PUT <upload>?digest=<digest>`.
  record FinishUpload(RepositoryName repository, String upload, Digest digest)
      implements Endpoint {}

  /// end-14: `DELETE <upload>`.
  record CancelUpload(RepositoryName repository, String upload) implements Endpoint {}

  /// end-8: `GET /v2/<name>/tags/list`.
  record ListTags(RepositoryName repository, Page page) implements Endpoint {
    public ListTags {
      Objects.requireNonNull(page);
    }
  }

  /// `GET /v2/_catalog`, Docker's.
  record ListRepositories(Page page) implements Endpoint {
    public ListRepositories {
      Objects.requireNonNull(page);
    }
  }

  /// end-12: `GET /v2/<name>/referrers/<digest>`.
  record ListReferrers(
      RepositoryName repository, Digest subject, Optional<String> artifactType, Page page)
      implements Endpoint {}

  /// Whether it changes the store.
  default boolean writes() {
    return switch (this) {
      case CheckApi _, GetBlob _, GetManifest _, GetUpload _ -> false;
      case ListTags _, ListRepositories _, ListReferrers _ -> false;
      case PutManifest _, DeleteManifest _, DeleteBlob _ -> true;
      case BeginUpload _, PushBlob _, MountBlob _ -> true;
      case AppendUpload _, FinishUpload _, CancelUpload _ -> true;
    };
  }
}
