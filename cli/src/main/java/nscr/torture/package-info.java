/// Trying to break a store: scripts of operations, a model of what they may come to, processes that
/// carry them out and are killed at it, and a court that compares the two.
package nscr.torture;
