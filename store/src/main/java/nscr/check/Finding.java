package nscr.check;

/// Something that is not as it must be.
///
/// @param rule the rule of the store that is broken, `R1` or `R3`; or `queue`: garbage that gc will
///   never look at; `digest`: content that is not what its digest says; `row`: a row that cannot be
///   read, or does not say what its content says; `foreign`: something that is none of the store's
/// @param subject what it is about: a digest, a file, `repository@digest`, `repository:tag` or a
///   key
/// @param message what is wrong with it, for a person
public record Finding(String rule, String subject, String message) {

  /// `rule subject: message`.
  @Override
  public String toString() {
    return rule + " " + subject + ": " + message;
  }
}
