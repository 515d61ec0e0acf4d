package nscr.server;

import java.time.Duration;

/// How a request went, once it is over.
///
/// @param endpoint what it asked for in the terms of the API, such as `GetBlob`; a dash when that
///   could not be told
/// @param status of the answer; 0 when the client went before one was begun
/// @param bytes of the answer's body, as its headers say
/// @param received of the request's body
/// @param took until the last byte was written, or the connection ended
public record Outcome(String endpoint, int status, long bytes, long received, Duration took) {}
