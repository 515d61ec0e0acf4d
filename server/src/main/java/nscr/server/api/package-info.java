/// The distribution API: a request is parsed into an [Endpoint] and run on a store.
package nscr.server.api;
