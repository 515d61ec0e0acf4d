/// What a command line that is being typed may go on with.
package nscr.cli.completion;
