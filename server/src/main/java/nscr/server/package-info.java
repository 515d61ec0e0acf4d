/// The registry over HTTP: listeners and what guards them, timers, and the answers that belong to
/// no API.
///
/// It stands on Helidon 4.5.0, and against what was found in it: [GuardedReader] bounds chunks and
/// lines, [ConnectionWatch] ends what stalls, and [RequestFrame] never lets unread bytes of a body
/// run as the next request.
package nscr.server;
