package nscr.store;

import java.util.Optional;

/// How a process came to the index of a store at this moment.
///
/// @param owner the process that has it open, in words; empty when it is read as it lies there,
///   whoever may have it open
public record Access(Role role, Optional<String> owner) {

  /// What a process is to the index.
  public enum Role {
    /// It has the index open, and answers the others.
    OWNER,
    /// Another process has the index open and answers this one.
    GUEST,
    /// It may only read, and reads what there was when it came.
    READER
  }
}
