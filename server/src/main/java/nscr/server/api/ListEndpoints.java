package nscr.server.api;

import io.helidon.http.HeaderNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.ErrorCode;
import nscr.oci.Json;
import nscr.oci.MediaType;
import nscr.oci.OciException;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import nscr.store.Manifests;
import nscr.store.Repository;
import nscr.store.Store;

/// Listing tags, repositories and referrers, a page at a time.
final class ListEndpoints {
  private static final int MOST_REFERRERS = 1000;

  private final Store store;

  ListEndpoints(Store store) {
    this.store = store;
  }

  void tags(Exchange exchange, Endpoint.ListTags wanted) throws IOException {
    Repository repository = store.repository(wanted.repository());
    // One more than asked for tells whether there is a next page.
    List<String> tags =
        repository.tags().names(wanted.page().last(), wanted.page().limit() + 1).stream()
            .map(Tag::value)
            .toList();
    if (tags.isEmpty() && !repository.exists()) {
      throw new OciException(
          ErrorCode.NAME_UNKNOWN, "there is no repository " + wanted.repository());
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("name", wanted.repository());
    answer.put(
        "tags", page(exchange, wanted.page(), tags, "/v2/" + repository.name() + "/tags/list"));
    exchange.answerJson(200, answer);
  }

  void repositories(Exchange exchange, Endpoint.ListRepositories wanted) throws IOException {
    Page page = wanted.page();
    Optional<RepositoryName> after = page.last().map(RepositoryName::new);
    List<String> names =
        store.repositories(after, page.limit() + 1).stream().map(RepositoryName::value).toList();
    exchange.answerJson(200, Map.of("repositories", page(exchange, page, names, "/v2/_catalog")));
  }

  private static List<String> page(Exchange exchange, Page page, List<String> found, String path) {
    if (found.size() <= page.limit() || page.limit() == 0) {
      return found.subList(0, Math.min(found.size(), page.limit()));
    }
    List<String> entries = found.subList(0, page.limit());
    exchange.with(HeaderNames.LINK, NextLink.of(path, page.limit(), entries.getLast()));
    return entries;
  }

  void referrers(Exchange exchange, Endpoint.ListReferrers wanted) throws IOException {
    Manifests manifests = store.repository(wanted.repository()).manifests();
    int limit = Math.min(wanted.page().limit(), MOST_REFERRERS);
    Optional<Digest> after = wanted.page().last().map(Digest::parse);
    List<Descriptor> found = new ArrayList<>();
    List<Descriptor> read;
    do {
      read = manifests.referrers(wanted.subject(), after, MOST_REFERRERS);
      for (Descriptor referrer : read) {
        if (wanted.artifactType().isEmpty()
            || wanted.artifactType().equals(referrer.artifactType())) {
          found.add(referrer);
        }
      }
      after = read.isEmpty() ? after : Optional.of(read.getLast().digest());
    } while (read.size() == MOST_REFERRERS && found.size() <= limit);
    if (found.size() > limit && limit > 0) {
      found = found.subList(0, limit);
      exchange.with(
          HeaderNames.LINK,
          NextLink.of(
              "/v2/" + wanted.repository() + "/referrers/" + wanted.subject(),
              limit,
              found.getLast().digest().toString(),
              wanted.artifactType()));
    }
    if (wanted.artifactType().isPresent()) {
      exchange.with(SpecHeaders.FILTERS_APPLIED, "artifactType");
    }
    exchange.answer(
        200, MediaType.IMAGE_INDEX, index(found.subList(0, Math.min(limit, found.size()))));
  }

  private static byte[] index(List<Descriptor> referrers) {
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("schemaVersion", 2);
    index.put("mediaType", MediaType.IMAGE_INDEX);
    index.put("manifests", referrers.stream().map(Descriptor::toJson).toList());
    return Json.write(index);
  }
}
