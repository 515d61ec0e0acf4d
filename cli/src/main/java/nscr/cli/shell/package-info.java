/// Commands typed one after another, with history and completion. Each runs as a process of its
/// own, as it would from any shell.
package nscr.cli.shell;
