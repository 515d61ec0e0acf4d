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

set -g __nscr_names 'import' 'export' 'ls' 'inspect' 'tag' 'untag' 'rm' 'du' 'gc' 'check' 'backup' 'restore' 'status' 'serve' 'torture' 'manifest get' 'manifest put' 'manifest rm' 'blob get' 'blob put' 'blob stat' 'blob rm' 'shell' 'completion' 'list-repos' 'list-tags' 'delete-image' 'garbage-collect' 'gc-stats' 'help'
set -g __nscr_valued \
    ' --store' \
    ' --progress' \
    ' --wait' \
    'import --as' \
    'import --platform' \
    'import --compress' \
    'export -o' \
    'export --output' \
    'export --format' \
    'export --platform' \
    'inspect --platform' \
    'gc --grace' \
    'gc --untagged' \
    'gc --uploads' \
    'serve --config' \
    'serve --listen' \
    'serve --tls-cert' \
    'serve --tls-key' \
    'serve --max-upload' \
    'serve --gc-every' \
    'serve --untagged' \
    'serve --uploads' \
    'serve --grace' \
    'serve --log-format' \
    'torture --seed' \
    'torture --for' \
    'torture --workers' \
    'torture --faults' \
    'torture --replay' \
    'manifest get -o' \
    'manifest get --output' \
    'manifest put --media-type' \
    'blob get -o' \
    'blob get --output' \
    'blob put --digest' \
    'garbage-collect --grace' \
    'garbage-collect --untagged' \
    'garbage-collect --uploads' \
    ''

complete -c nscr -f
complete -c nscr -n 'true' -l store -x -a '(__fish_complete_directories (commandline -ct))' -d 'The store; otherwise $NSCR_STORE, $XDG_DATA_HOME/nscr or ~/.local/share/nscr.'
complete -c nscr -n 'true' -l json -d 'Print one JSON document.'
complete -c nscr -n 'true' -s q -l quiet -d 'Print identifiers only, one a line, and no progress.'
complete -c nscr -n 'true' -l progress -x -a 'auto plain none' -d 'auto: on a terminal; plain: a line now and then; none.'
complete -c nscr -n 'true' -l wait -x -d 'How long to wait for a process that has the store and does not answer; 30s unless said.'
complete -c nscr -n 'true' -s v -l verbose -d 'Show where a failure came from.'
complete -c nscr -n 'true' -s h -l help -d 'Show this help.'
complete -c nscr -n 'true' -s V -l version -d 'Show the version.'

complete -c nscr -n '__nscr_begins \'\'' -a import -d 'read images from archives into the store'
complete -c nscr -n '__nscr_is \'import\'' -l as -x -a '(__nscr_candidates references)' -d 'What to call it. Without a tag, the archive\'s tags are kept.'
complete -c nscr -n '__nscr_is \'import\'' -l keep-host -d 'Keep a registry\'s host as the first part of the name: host/app:1, not app:1.'
complete -c nscr -n '__nscr_is \'import\'' -l platform -x -a 'linux/amd64 linux/arm64 linux/arm/v7 windows/amd64' -d 'Only the image for this platform, such as linux/arm64.'
complete -c nscr -n '__nscr_is \'import\'' -l compress -x -a 'gzip zstd' -d 'Compress the layers of a docker archive, which are stored as they are otherwise.'
complete -c nscr -n '__nscr_is \'import\'' -s n -l dry-run -d 'Read and verify all, and say what would be there; change nothing.'
complete -c nscr -n '__nscr_argument \'import\' 0 more' -a '(__nscr_locations)'

complete -c nscr -n '__nscr_begins \'\'' -a export -d 'write images into an archive'
complete -c nscr -n '__nscr_is \'export\'' -s o -l output -x -a '(__nscr_locations)' -d 'Where to; - is standard output. The form may be said: oci:DIR[:NAME], oci-archive:FILE[:NAME], docker-archive:FILE[:NAME], dir:DIR.'
complete -c nscr -n '__nscr_is \'export\'' -l format -x -a 'oci docker dir' -d 'oci: an image layout; docker: what docker load reads, for one platform; dir: skopeo\'s, for one image.'
complete -c nscr -n '__nscr_is \'export\'' -l platform -x -a 'linux/amd64 linux/arm64 linux/arm/v7 windows/amd64' -d 'Of an index, only the image for this platform.'
complete -c nscr -n '__nscr_is \'export\'' -l no-referrers -d 'Leave out what refers to the images.'
complete -c nscr -n '__nscr_argument \'export\' 0 more' -a '(__nscr_candidates references)'

complete -c nscr -n '__nscr_begins \'\'' -a ls -d 'list repositories, tags, platforms, layers'
complete -c nscr -n '__nscr_is \'ls\'' -l digests -d 'Show digests in full.'
complete -c nscr -n '__nscr_is \'ls\'' -l untagged -d 'List the manifests that have no tag and that nothing else needs: those that gc --untagged would take.'
complete -c nscr -n '__nscr_argument \'ls\' 0' -a '(__nscr_candidates references)'

complete -c nscr -n '__nscr_begins \'\'' -a inspect -d 'show what an image is made of'
complete -c nscr -n '__nscr_is \'inspect\'' -l platform -x -a 'linux/amd64 linux/arm64 linux/arm/v7 windows/amd64' -d 'Of an index, the image for this platform.'
complete -c nscr -n '__nscr_is \'inspect\'' -l raw -d 'Print the manifest\'s exact bytes.'
complete -c nscr -n '__nscr_is \'inspect\'' -l config -d 'Print the exact bytes of the image\'s config.'
complete -c nscr -n '__nscr_is \'inspect\'' -l digests -d 'Show digests in full.'
complete -c nscr -n '__nscr_argument \'inspect\' 0' -a '(__nscr_candidates images)'

complete -c nscr -n '__nscr_begins \'\'' -a tag -d 'give an image more tags, here or in another repository'
complete -c nscr -n '__nscr_argument \'tag\' 0' -a '(__nscr_candidates images)'
complete -c nscr -n '__nscr_argument \'tag\' 1 more' -a '(__nscr_candidates tags)'

complete -c nscr -n '__nscr_begins \'\'' -a untag -d 'take tags away; the images stay'
complete -c nscr -n '__nscr_argument \'untag\' 0 more' -a '(__nscr_candidates images)'

complete -c nscr -n '__nscr_begins \'\'' -a rm -d 'remove images and repositories'
complete -c nscr -n '__nscr_is \'rm\'' -s r -l recursive -d 'Remove whole repositories.'
complete -c nscr -n '__nscr_is \'rm\'' -s n -l dry-run -d 'Say what would go, and change nothing.'
complete -c nscr -n '__nscr_argument \'rm\' 0 more' -a '(__nscr_candidates references)'

complete -c nscr -n '__nscr_begins \'\'' -a du -d 'show what takes how much space'
complete -c nscr -n '__nscr_is \'du\'' -s b -l bytes -d 'Show bytes.'
complete -c nscr -n '__nscr_argument \'du\' 0 more' -a '(__nscr_candidates repositories)'

complete -c nscr -n '__nscr_begins \'\'' -a gc -d 'give back the space of what nothing refers to'
complete -c nscr -n '__nscr_is \'gc\'' -s n -l dry-run -d 'Say what would go; change nothing.'
complete -c nscr -n '__nscr_is \'gc\'' -l grace -x -d 'How long a blob may wait for its manifest (default 1h).'
complete -c nscr -n '__nscr_is \'gc\'' -l untagged -x -d 'Also remove manifests that have had no tag for that long and that nothing needs.'
complete -c nscr -n '__nscr_is \'gc\'' -l uploads -x -d 'How long an upload may be idle before it expires (default 24h).'

complete -c nscr -n '__nscr_begins \'\'' -a check -d 'prove that the store is whole'
complete -c nscr -n '__nscr_is \'check\'' -l deep -d 'Also read every blob and compare it with its digest.'
complete -c nscr -n '__nscr_is \'check\'' -l repair -d 'Mend what can be mended.'
complete -c nscr -n '__nscr_is \'check\'' -s n -l dry-run -d 'With --repair: say what would be mended; change nothing.'

complete -c nscr -n '__nscr_begins \'\'' -a backup -d 'copy the store elsewhere, or what changed since'
complete -c nscr -n '__nscr_is \'backup\'' -l copy -d 'Copy files even where a second name would do.'
complete -c nscr -n '__nscr_is \'backup\'' -l all -d 'Look at every file that DIR has, and bring again what is gone or cut short; otherwise only at what changed.'
complete -c nscr -n '__nscr_is \'backup\'' -s n -l dry-run -d 'Say what would be done; change nothing.'
complete -c nscr -n '__nscr_argument \'backup\' 0' -a '(__fish_complete_directories (commandline -ct))'

complete -c nscr -n '__nscr_begins \'\'' -a restore -d 'make a store of a backup'
complete -c nscr -n '__nscr_is \'restore\'' -l copy -d 'Copy files even where a second name would do.'
complete -c nscr -n '__nscr_is \'restore\'' -l replace -d 'Set the store aside that is there, and take its place.'
complete -c nscr -n '__nscr_is \'restore\'' -s n -l dry-run -d 'Say what would be done; change nothing.'
complete -c nscr -n '__nscr_argument \'restore\' 0' -a '(__fish_complete_directories (commandline -ct))'

complete -c nscr -n '__nscr_begins \'\'' -a status -d 'show the store at a glance'

complete -c nscr -n '__nscr_begins \'\'' -a serve -d 'be a registry over HTTP'
complete -c nscr -n '__nscr_is \'serve\'' -l config -x -F -d 'A file of settings in YAML; none unless said. Its keys are store and the options below without their dashes, such as gc-every: 10m, or listen: with a list. The environment overrides it, as in NSCR_GC_EVERY=10m and NSCR_LISTEN=ADDR,ADDR, and options override both.'
complete -c nscr -n '__nscr_is \'serve\'' -l check-config -d 'Say whether all settings make sense, and serve nothing.'
complete -c nscr -n '__nscr_is \'serve\'' -l listen -x -d 'Where to listen: HOST:PORT, [IPv6]:PORT or unix:PATH; may be repeated (default 127.0.0.1:7000).'
complete -c nscr -n '__nscr_is \'serve\'' -l tls-cert -x -F -d 'The certificate to serve HTTPS with, and those that lead to its issuer, in PEM. It is read again when it changes.'
complete -c nscr -n '__nscr_is \'serve\'' -l tls-key -x -F -d 'The certificate\'s private key, in PEM (PKCS #8).'
complete -c nscr -n '__nscr_is \'serve\'' -l read-only -d 'Refuse to change anything but by gc.'
complete -c nscr -n '__nscr_is \'serve\'' -l keep-needed-blobs -d 'Refuse to delete blobs that manifests of their repository need. Otherwise these keep such a blob, but nobody can pull it there any more.'
complete -c nscr -n '__nscr_is \'serve\'' -l max-upload -x -d 'The largest blob to take, such as 10G.'
complete -c nscr -n '__nscr_is \'serve\'' -l gc-every -x -d 'How often to collect garbage; 0 never (default 1h).'
complete -c nscr -n '__nscr_is \'serve\'' -l untagged -x -d 'Let gc also remove manifests that have had no tag for that long.'
complete -c nscr -n '__nscr_is \'serve\'' -l uploads -x -d 'How long an upload may be idle before it expires (default 24h).'
complete -c nscr -n '__nscr_is \'serve\'' -l grace -x -d 'How long transfers may take to end (default 30s).'
complete -c nscr -n '__nscr_is \'serve\'' -l access-log -d 'Log every request on stderr.'
complete -c nscr -n '__nscr_is \'serve\'' -l log-format -x -a 'text json' -d 'How to log: text, or json, a document a line.'

complete -c nscr -n '__nscr_begins \'\'' -a torture -d 'try to break a store, and prove that it held'
complete -c nscr -n '__nscr_is \'torture\'' -l seed -x -d 'What the scripts are made of; chosen and shown otherwise.'
complete -c nscr -n '__nscr_is \'torture\'' -l for -x -d 'How long (default 1m).'
complete -c nscr -n '__nscr_is \'torture\'' -l workers -x -d 'How many work at once (default 4).'
complete -c nscr -n '__nscr_is \'torture\'' -l kill -d 'Kill workers, commands and servers at random moments.'
complete -c nscr -n '__nscr_is \'torture\'' -l faults -x -d 'Also do to the files what a disk may do, in the workers: disk-full, from some point of an operation on none can grow; short-write, half of a write arrives; power, the worker dies, and staged files it had not synced are gone.'
complete -c nscr -n '__nscr_is \'torture\'' -l replay -x -d 'Take only these steps of the seed\'s scripts, again and again until a promise breaks or the time is over; as a report of a violation names them.'

complete -c nscr -n '__nscr_begins \'manifest\'' -a get -d 'write a manifest\'s exact bytes'
complete -c nscr -n "__nscr_begins ''" -a manifest -d 'manifest commands'
complete -c nscr -n '__nscr_is \'manifest get\'' -s o -l output -x -F -d 'Write to this file instead.'
complete -c nscr -n '__nscr_argument \'manifest get\' 0' -a '(__nscr_candidates images)'

complete -c nscr -n '__nscr_begins \'manifest\'' -a put -d 'put a manifest as it is'
complete -c nscr -n "__nscr_begins ''" -a manifest -d 'manifest commands'
complete -c nscr -n '__nscr_is \'manifest put\'' -l media-type -x -d 'What it is, if it does not say so itself.'
complete -c nscr -n '__nscr_argument \'manifest put\' 0' -a '(__nscr_candidates references)'
complete -c nscr -n '__nscr_argument \'manifest put\' 1' -F

complete -c nscr -n '__nscr_begins \'manifest\'' -a rm -d 'remove a manifest and its tags'
complete -c nscr -n "__nscr_begins ''" -a manifest -d 'manifest commands'
complete -c nscr -n '__nscr_argument \'manifest rm\' 0 more' -a '(__nscr_candidates images)'

complete -c nscr -n '__nscr_begins \'blob\'' -a get -d 'write a blob\'s exact bytes'
complete -c nscr -n "__nscr_begins ''" -a blob -d 'blob commands'
complete -c nscr -n '__nscr_is \'blob get\'' -s o -l output -x -F -d 'Write to this file instead.'
complete -c nscr -n '__nscr_argument \'blob get\' 0' -a '(__nscr_candidates blobs)'

complete -c nscr -n '__nscr_begins \'blob\'' -a put -d 'put bytes of any kind'
complete -c nscr -n "__nscr_begins ''" -a blob -d 'blob commands'
complete -c nscr -n '__nscr_is \'blob put\'' -l digest -x -d 'The digest they must have, sha256 or sha512; nothing is stored otherwise.'
complete -c nscr -n '__nscr_argument \'blob put\' 0' -a '(__nscr_candidates repositories)'
complete -c nscr -n '__nscr_argument \'blob put\' 1' -F

complete -c nscr -n '__nscr_begins \'blob\'' -a stat -d 'show a blob\'s size'
complete -c nscr -n "__nscr_begins ''" -a blob -d 'blob commands'
complete -c nscr -n '__nscr_argument \'blob stat\' 0' -a '(__nscr_candidates blobs)'

complete -c nscr -n '__nscr_begins \'blob\'' -a rm -d 'remove a blob that no manifest needs'
complete -c nscr -n "__nscr_begins ''" -a blob -d 'blob commands'
complete -c nscr -n '__nscr_argument \'blob rm\' 0 more' -a '(__nscr_candidates blobs)'

complete -c nscr -n '__nscr_begins \'\'' -a shell -d 'type commands, with history and completion'

complete -c nscr -n '__nscr_begins \'\'' -a completion -d 'write a shell\'s completion script'
complete -c nscr -n '__nscr_argument \'completion\' 0' -a 'bash zsh fish'

complete -c nscr -n '__nscr_begins \'\'' -a list-repos -d 'ls'
complete -c nscr -n '__nscr_is \'list-repos\'' -l digests -d 'Show digests in full.'
complete -c nscr -n '__nscr_is \'list-repos\'' -l untagged -d 'List the manifests that have no tag and that nothing else needs: those that gc --untagged would take.'
complete -c nscr -n '__nscr_argument \'list-repos\' 0' -a '(__nscr_candidates references)'

complete -c nscr -n '__nscr_begins \'\'' -a list-tags -d 'ls REPO'
complete -c nscr -n '__nscr_is \'list-tags\'' -l digests -d 'Show digests in full.'
complete -c nscr -n '__nscr_is \'list-tags\'' -l untagged -d 'List the manifests that have no tag and that nothing else needs: those that gc --untagged would take.'
complete -c nscr -n '__nscr_argument \'list-tags\' 0' -a '(__nscr_candidates references)'

complete -c nscr -n '__nscr_begins \'\'' -a delete-image -d 'rm, as delete-image REPO TAG'
complete -c nscr -n '__nscr_argument \'delete-image\' 0' -a '(__nscr_candidates repositories)'
complete -c nscr -n '__nscr_argument \'delete-image\' 1' -a '(__nscr_candidates tags)'

complete -c nscr -n '__nscr_begins \'\'' -a garbage-collect -d 'gc'
complete -c nscr -n '__nscr_is \'garbage-collect\'' -s n -l dry-run -d 'Say what would go; change nothing.'
complete -c nscr -n '__nscr_is \'garbage-collect\'' -l grace -x -d 'How long a blob may wait for its manifest (default 1h).'
complete -c nscr -n '__nscr_is \'garbage-collect\'' -l untagged -x -d 'Also remove manifests that have had no tag for that long and that nothing needs.'
complete -c nscr -n '__nscr_is \'garbage-collect\'' -l uploads -x -d 'How long an upload may be idle before it expires (default 24h).'

complete -c nscr -n '__nscr_begins \'\'' -a gc-stats -d 'the last gc, as status shows it'

complete -c nscr -n "__nscr_begins ''" -a help -d 'show what a command does'
complete -c nscr -n '__nscr_argument help 0 more' -a '(__nscr_topics)'
