package nscr.server.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The `Link` header that leads to the next page of a listing.
///
/// Spec: RFC 8288 with `rel="next"`, as distribution-spec "Listing Tags" uses it.
final class NextLink {
  private NextLink() {}

  /// @param path of the listing, such as `/v2/app/tags/list`
  /// @param limit as the client asked
  /// @param last the last entry of this page
  static String of(String path, int limit, String last) {
    return of(path, limit, last, Optional.empty());
  }

  /// As [#of(String, int, String)], with the filter the next page needs too.
  static String of(String path, int limit, String last, Optional<String> artifactType) {
    Map<String, String> query = new LinkedHashMap<>();
    artifactType.ifPresent(type -> query.put("artifactType", type));
    query.put("n", Integer.toString(limit));
    query.put("last", last);
    return query.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&", "<" + path + "?", ">; rel=\"next\""));
  }
}
