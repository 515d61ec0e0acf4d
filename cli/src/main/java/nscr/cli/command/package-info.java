/// The commands, a class each, named after what is typed. [CommandTable] lists them.
package nscr.cli.command;
