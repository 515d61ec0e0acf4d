package nscr.server.api;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nscr.oci.Digest;
import nscr.oci.DigestAlgorithm;
import nscr.oci.ErrorCode;
import nscr.oci.OciException;
import nscr.oci.Quoted;
import nscr.oci.Reference;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;

/// Reads a request's line into what it asks for. Pure: text in, an [Endpoint] or a refusal out.
///
/// A path is read from the right, because a repository may be called `a/blobs/b/manifests`.
final class EndpointParser {
  /// How many tags one PUT may bring. Spec: at least 10.
  static final int MOST_TAGS = 100;

  /// The parameters that mean something in some request.
  static final Set<String> PARAMETERS =
      Set.of(
          "artifactType", "digest", "digest-algorithm", "from", "last", "mount", "n", "ns", "tag");

  private static final String ROOT = "/v2/";

  private final String method;
  private final List<String> path;
  private final Query query;

  private EndpointParser(String method, List<String> path, Query query) {
    this.method = method.equals("HEAD") ? "GET" : method;
    this.path = path;
    this.query = query;
  }

  /// Reads a request.
  ///
  /// @param method as sent, such as `GET`
  /// @param rawPath as sent, still encoded, without the query
  /// @param rawQuery what stands behind the `?`; empty when there is none
  /// @throws OciException when a name, a digest or another part is not valid
  /// @throws Refusal when there is no such path (404), or no such method for it (405)
  static Endpoint parse(String method, String rawPath, String rawQuery) {
    if (rawPath.equals("/v2")) {
      return new EndpointParser(method, List.of(""), Query.parse(rawQuery)).endpoint();
    }
    if (!rawPath.startsWith(ROOT)) {
      throw unknown(rawPath);
    }
    List<String> path = new ArrayList<>();
    for (String segment : rawPath.substring(ROOT.length()).split("/", -1)) {
      String decoded = Query.decode(segment, false);
      if (decoded.indexOf('/') >= 0) {
        throw unknown(rawPath);
      }
      path.add(decoded);
    }
    return new EndpointParser(method, path, Query.parse(rawQuery)).endpoint();
  }

  private Endpoint endpoint() {
    int last = path.size() - 1;
    if (last == 0 && path.getFirst().isEmpty()) {
      return only("GET", new Endpoint.CheckApi());
    }
    if (last == 0 && path.getFirst().equals("_catalog")) {
      return only("GET", new Endpoint.ListRepositories(page()));
    }
    if (last < 2) {
      throw unknown(ROOT + String.join("/", path));
    }
    String kind = path.get(last - 1);
    String name = path.get(last);
    if (kind.equals("uploads") && last > 2 && path.get(last - 2).equals("blobs")) {
      return name.isEmpty() ? uploads(repository(last - 2)) : upload(repository(last - 2), name);
    }
    return switch (kind) {
      case "blobs" -> blobs(repository(last - 1), name);
      case "manifests" -> manifest(repository(last - 1), name);
      case "tags" -> tags(repository(last - 1), name);
      case "referrers" -> referrers(repository(last - 1), Digest.parse(name));
      default -> throw unknown(ROOT + String.join("/", path));
    };
  }

  private RepositoryName repository(int segments) {
    return new RepositoryName(String.join("/", path.subList(0, segments)));
  }

  private Endpoint tags(RepositoryName repository, String name) {
    if (!name.equals("list")) {
      throw unknown(ROOT + String.join("/", path));
    }
    return only("GET", new Endpoint.ListTags(repository, page()));
  }

  private Endpoint blobs(RepositoryName repository, String name) {
    if (name.equals("uploads")) {
      return uploads(repository);
    }
    Digest digest = Digest.parse(name);
    return switch (method) {
      case "GET" -> new Endpoint.GetBlob(repository, digest);
      case "DELETE" -> new Endpoint.DeleteBlob(repository, digest);
      default -> throw notAllowed("GET, HEAD, DELETE");
    };
  }

  private Endpoint manifest(RepositoryName repository, String reference) {
    return switch (method) {
      case "GET" -> new Endpoint.GetManifest(repository, lookedUp(repository, reference));
      case "PUT" -> putManifest(repository, Reference.parse(reference));
      case "DELETE" -> new Endpoint.DeleteManifest(repository, Reference.parse(reference));
      default -> throw notAllowed("GET, HEAD, PUT, DELETE");
    };
  }

  /// What no manifest can be called is one that is not there, to who looks for it.
  private static Reference lookedUp(RepositoryName repository, String reference) {
    if (reference.indexOf(':') < 0 && !Tag.isValid(reference)) {
      throw new OciException(
          ErrorCode.MANIFEST_UNKNOWN,
          "repository "
              + repository
              + " has no manifest "
              + Quoted.of(reference)
              + ": that is no valid tag");
    }
    return Reference.parse(reference);
  }

  private Endpoint putManifest(RepositoryName repository, Reference reference) {
    List<String> named = query.all("tag");
    if (named.size() > MOST_TAGS) {
      throw new Refusal(
          414,
          ErrorCode.UNSUPPORTED,
          named.size() + " tags at once are too many: at most " + MOST_TAGS);
    }
    LinkedHashSet<Tag> tags = new LinkedHashSet<>();
    named.forEach(tag -> tags.add(new Tag(tag)));
    if (reference instanceof Tag) {
      // Spec: the parameter belongs to a push by digest; with a tag it says nothing new.
      tags.clear();
    }
    return new Endpoint.PutManifest(repository, reference, List.copyOf(tags));
  }

  private Endpoint uploads(RepositoryName repository) {
    if (!method.equals("POST")) {
      throw notAllowed("POST");
    }
    Optional<String> mount = query.find("mount");
    if (mount.isPresent()) {
      return new Endpoint.MountBlob(
          repository, Digest.parse(mount.get()), query.find("from").map(RepositoryName::new));
    }
    Optional<String> digest = query.find("digest");
    if (digest.isPresent()) {
      return new Endpoint.PushBlob(repository, Digest.parse(digest.get()));
    }
    return new Endpoint.BeginUpload(repository, algorithm());
  }

  private Optional<DigestAlgorithm> algorithm() {
    return query
        .find("digest-algorithm")
        .map(label ->
            DigestAlgorithm.find(label)
                .orElseThrow(() ->
                    new OciException(
                        ErrorCode.DIGEST_INVALID,
                        "the digest algorithm "
                            + Quoted.of(label)
                            + " is not supported: sha256 and sha512 are")));
  }

  private Endpoint upload(RepositoryName repository, String id) {
    return switch (method) {
      case "GET" -> new Endpoint.GetUpload(repository, id);
      case "PATCH" -> new Endpoint.AppendUpload(repository, id);
      case "DELETE" -> new Endpoint.CancelUpload(repository, id);
      case "PUT" ->
          new Endpoint.FinishUpload(
              repository,
              id,
              Digest.parse(
                  query
                      .find("digest")
                      .orElseThrow(() ->
                          new OciException(
                              ErrorCode.DIGEST_INVALID,
                              "the parameter digest is missing: it ends an upload"))));
      default -> throw notAllowed("GET, PATCH, PUT, DELETE");
    };
  }

  private Endpoint referrers(RepositoryName repository, Digest subject) {
    return only(
        "GET", new Endpoint.ListReferrers(repository, subject, query.find("artifactType"), page()));
  }

  private Page page() {
    Optional<String> n = query.find("n");
    int limit = n.map(EndpointParser::limit).orElse(Page.USUAL);
    Optional<String> last = query.find("last");
    if (last.isPresent() && !last.get().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new Refusal(400, ErrorCode.UNSUPPORTED, "no entry is called " + Quoted.of(last.get()));
    }
    return new Page(limit, last);
  }

  private static int limit(String n) {
    if (n.isEmpty() || n.length() > 18 || !n.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new Refusal(
          400, ErrorCode.UNSUPPORTED, "n must be a number of entries, not " + Quoted.of(n));
    }
    return (int) Math.min(Long.parseLong(n), Page.LARGEST);
  }

  private Endpoint only(String allowed, Endpoint endpoint) {
    if (!method.equals(allowed)) {
      throw notAllowed(allowed.equals("GET") ? "GET, HEAD" : allowed);
    }
    return endpoint;
  }

  private Refusal notAllowed(String allowed) {
    return new Refusal(
        405,
        ErrorCode.UNSUPPORTED,
        Quoted.of(method) + " is not possible here; " + allowed + " is",
        Map.of("Allow", allowed));
  }

  private static Refusal unknown(String path) {
    return new Refusal(
        404,
        ErrorCode.NAME_UNKNOWN,
        "nothing is at " + Quoted.of(path) + "; a repository is at /v2/<name>/");
  }
}
