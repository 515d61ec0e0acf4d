package nscr.rows;

/// A row that is claimed before it is removed, and revived by whoever comes to need it meanwhile
/// (R6).
public sealed interface Claimable extends Row permits BlobRow, LinkRow {

  State state();

  /// The same row in another state.
  Claimable with(State state);
}
