package nscr.server.api;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;

/// Headers of the distribution spec and of Docker's registries, beside those of HTTP: made once, as
/// making one costs a request more than looking up what it asks for.
final class SpecHeaders {
  static final HeaderName CONTENT_DIGEST = HeaderNames.create("Docker-Content-Digest");
  static final HeaderName UPLOAD_UUID = HeaderNames.create("Docker-Upload-UUID");
  static final HeaderName FILTERS_APPLIED = HeaderNames.create("OCI-Filters-Applied");
  static final HeaderName SUBJECT = HeaderNames.create("OCI-Subject");
  static final HeaderName TAG = HeaderNames.create("OCI-Tag");

  private SpecHeaders() {}
}
