package nscr.torture;

/// A promise that was broken.
///
/// @param scene what was around
/// @param where the operation that showed it, or `inspection` when nobody was at work
/// @param what what is wrong
public record Violation(String scene, String where, String what) {}
