package nscr.backup;

import java.time.Duration;
import nscr.content.Progress;

/// How a backup is made, or a store of one.
///
/// @param mayLink whether a second name for a file will do where that is possible: it costs
///   nothing, and what damages the one damages the other
/// @param isThorough whether every file that a backup has is looked at, not only at what changed
/// @param process what this process is called to others, such as `process 4711 (nscr backup)`
/// @param patience how long to wait for another process that uses the directory
public record TransferOptions(
    boolean mayLink, boolean isThorough, String process, Duration patience, Progress progress) {}
