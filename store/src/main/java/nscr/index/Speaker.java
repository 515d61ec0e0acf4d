package nscr.index;

/// How a process introduces itself to others that share its index.
///
/// @param format the version of the rows: only processes of one format share an index
/// @param process what it is called in messages: `process 4711 (nscr serve)`
public record Speaker(String format, String process) {}
