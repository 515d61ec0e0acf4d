/// The command line: what a command is given, what it answers, and what every command shares.
///
/// `Nscr` is the entry point and knows the commands; nothing else here does.
package nscr.cli;
