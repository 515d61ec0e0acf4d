/// The registry over HTTP: listeners, filters, timers and error answers, on top of `nscr.store`.
///
/// Nothing listens yet. What comes here may use `oci`, `content`, `store`, `pullthrough`, `gc` and
/// `retention`, and is the only room that sees the HTTP server library.
package nscr.server;
