/// Removing what nothing refers to, beside everything else that uses the store.
package nscr.gc;
