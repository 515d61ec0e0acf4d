/// A store's copy elsewhere, made while the store is in use and brought up to date at the price of
/// what changed, and a store made of such a copy.
package nscr.backup;
