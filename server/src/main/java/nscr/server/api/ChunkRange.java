package nscr.server.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nscr.oci.ErrorCode;
import nscr.oci.Quoted;

/// Where a chunk of an upload goes: the `Content-Range` of a `PATCH` or `PUT`, which the spec
/// writes as `<first>-<last>`, both inclusive. RFC 9110's form, `bytes <first>-<last>/<size>`, is
/// read too.
///
/// Spec: distribution-spec "Pushing a blob in chunks".
///
/// @param first the first byte, from 0
/// @param length how many bytes, at least one
record ChunkRange(long first, long length) {
  private static final Pattern FORM =
      Pattern.compile("(?:bytes[ =])?([0-9]{1,18})-([0-9]{1,18})(?:/(?:[0-9]{1,18}|[*]))?");

  /// @throws Refusal 400 when it is not of that form
  static ChunkRange parse(String header) {
    Matcher matcher = FORM.matcher(header.strip());
    if (matcher.matches()) {
      long first = Long.parseLong(matcher.group(1));
      long last = Long.parseLong(matcher.group(2));
      if (first <= last) {
        return new ChunkRange(first, last - first + 1);
      }
    }
    throw new Refusal(
        400,
        ErrorCode.BLOB_UPLOAD_INVALID,
        "the Content-Range " + Quoted.of(header) + " is not of the form <first>-<last>");
  }

  /// The `Range` of an answer about an upload that has `size` bytes; for none it is `0-0`, as
  /// Docker began.
  static String received(long size) {
    return "0-" + Math.max(0, size - 1);
  }
}
