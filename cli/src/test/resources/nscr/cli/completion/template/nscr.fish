# fish completion for nscr. Written by scripts/generate from the commands: change it there.

# Takes the command line apart, once for each that is completed. Sets, for the functions below,
# $__nscr_command as far as it is typed, $__nscr_is_complete, $__nscr_store, $__nscr_first, the first
# argument, and $__nscr_position, how many there are.
function __nscr_parse
    set -l line (commandline -cp)
    test "$__nscr_line" = "$line" && return
    set -g __nscr_line $line
    set -g __nscr_command
    set -g __nscr_is_complete
    set -g __nscr_store
    set -g __nscr_first
    set -g __nscr_position 0
    set -l words (commandline -cpo)
    set -g __nscr_program (string replace -r '^~/' "$HOME/" -- $words[1])
    set -l wanted
    set -l last
    for word in $words[2..-1]
        if test -n "$wanted"
            test "$last" = --store && set __nscr_store --store (string replace -r '^~/' "$HOME/" -- $word)
            set wanted
        else if string match -q -- '--store=*' $word
            set __nscr_store $word
        else if string match -q -- '-?*' $word
            contains -- "$__nscr_command $word" $__nscr_valued && set wanted 1
            contains -- " $word" $__nscr_valued && set wanted 1
        else if test -z "$__nscr_is_complete"
            set __nscr_command (string join ' ' $__nscr_command $word)
            contains -- "$__nscr_command" $__nscr_names && set __nscr_is_complete 1
        else
            test $__nscr_position = 0 && set __nscr_first $word
            set __nscr_position (math $__nscr_position + 1)
        end
        set last $word
    end
end

# Whether the words of $argv are what is typed of the command's name, and it is to go on.
function __nscr_begins
    __nscr_parse
    test -z "$__nscr_is_complete" -a "$__nscr_command" = "$argv"
end

# Whether the command is the one called $argv.
function __nscr_is
    __nscr_parse
    test -n "$__nscr_is_complete" -a "$__nscr_command" = "$argv"
end

# Whether argument $argv[2] of command $argv[1] is next, or a later one if $argv[3] is there.
function __nscr_argument
    __nscr_is $argv[1] || return
    test $__nscr_position = $argv[2] && return
    test (count $argv) = 3 -a $__nscr_position -gt $argv[2]
end

# What of the store the word may become, from SOURCE $argv.
function __nscr_candidates
    __nscr_parse
    set -l typed (commandline -ct)
    string match -q -- '--*=*' $typed && set typed (string replace -r '^[^=]*=' '' -- $typed)
    $__nscr_program $__nscr_store complete $argv "$typed" "$__nscr_first" 2>/dev/null
end

# The words that help may go on with.
function __nscr_topics
    __nscr_parse
    for name in $__nscr_names
        set -l words (string split ' ' -- $name)
        if test $__nscr_position = 0
            echo $words[1]
        else if test "$words[1]" = "$__nscr_first"
            echo $words[2]
        end
    end
end

# Files, behind a form such as oci: too.
function __nscr_locations
    set -l typed (commandline -ct)
    set -l form (string match -r '^(?:oci|oci-archive|docker-archive|dir):' -- $typed)
    printf '%s\n' "$form"(__fish_complete_path (string replace -- "$form" '' $typed))
end

# TABLE
