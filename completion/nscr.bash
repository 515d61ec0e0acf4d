# bash completion for nscr. Written by scripts/generate from the commands: change it there.

# Sets $options, a NAME each, or NAME=SOURCE where a value follows, and $arguments, a SOURCE each,
# of the command called $1. A SOURCE in capitals says where words come from, another one lists them.
_nscr_table() {
  case $1 in
    '')
      names=('import' 'export' 'ls' 'inspect' 'tag' 'untag' 'rm' 'du' 'gc' 'check' 'backup' 'restore' 'status' 'serve' 'torture' 'manifest get' 'manifest put' 'manifest rm' 'blob get' 'blob put' 'blob stat' 'blob rm' 'shell' 'completion' 'list-repos' 'list-tags' 'delete-image' 'garbage-collect' 'gc-stats' 'help')
      everywhere='--store=DIRECTORIES --json -q --quiet --progress=auto,plain,none --wait=NOWHERE -v --verbose -h --help -V --version'
      ;;
    'import')
      options='--as=REFERENCES --keep-host --platform=linux/amd64,linux/arm64,linux/arm/v7,windows/amd64 --compress=gzip,zstd -n --dry-run'
      arguments='LOCATIONS...'
      ;;
    'export')
      options='-o=LOCATIONS --output=LOCATIONS --format=oci,docker,dir --platform=linux/amd64,linux/arm64,linux/arm/v7,windows/amd64 --no-referrers'
      arguments='REFERENCES...'
      ;;
    'ls')
      options='--digests --untagged'
      arguments='REFERENCES'
      ;;
    'inspect')
      options='--platform=linux/amd64,linux/arm64,linux/arm/v7,windows/amd64 --raw --config --digests'
      arguments='IMAGES'
      ;;
    'tag')
      options=''
      arguments='IMAGES TAGS...'
      ;;
    'untag')
      options=''
      arguments='IMAGES...'
      ;;
    'rm')
      options='-r --recursive -n --dry-run'
      arguments='REFERENCES...'
      ;;
    'du')
      options='-b --bytes'
      arguments='REPOSITORIES...'
      ;;
    'gc')
      options='-n --dry-run --grace=NOWHERE --untagged=NOWHERE --uploads=NOWHERE'
      arguments=''
      ;;
    'check')
      options='--deep --repair -n --dry-run'
      arguments=''
      ;;
    'backup')
      options='--copy --all -n --dry-run'
      arguments='DIRECTORIES'
      ;;
    'restore')
      options='--copy --replace -n --dry-run'
      arguments='DIRECTORIES'
      ;;
    'status')
      options=''
      arguments=''
      ;;
    'serve')
      options='--config=FILES --check-config --listen=NOWHERE --tls-cert=FILES --tls-key=FILES --read-only --keep-needed-blobs --max-upload=NOWHERE --gc-every=NOWHERE --untagged=NOWHERE --uploads=NOWHERE --grace=NOWHERE --access-log --log-format=text,json'
      arguments=''
      ;;
    'torture')
      options='--seed=NOWHERE --for=NOWHERE --workers=NOWHERE --kill --faults=NOWHERE --replay=NOWHERE'
      arguments=''
      ;;
    'manifest get')
      options='-o=FILES --output=FILES'
      arguments='IMAGES'
      ;;
    'manifest put')
      options='--media-type=NOWHERE'
      arguments='REFERENCES FILES'
      ;;
    'manifest rm')
      options=''
      arguments='IMAGES...'
      ;;
    'blob get')
      options='-o=FILES --output=FILES'
      arguments='BLOBS'
      ;;
    'blob put')
      options='--digest=NOWHERE'
      arguments='REPOSITORIES FILES'
      ;;
    'blob stat')
      options=''
      arguments='BLOBS'
      ;;
    'blob rm')
      options=''
      arguments='BLOBS...'
      ;;
    'shell')
      options=''
      arguments=''
      ;;
    'completion')
      options=''
      arguments='bash,zsh,fish'
      ;;
    'list-repos')
      options='--digests --untagged'
      arguments='REFERENCES'
      ;;
    'list-tags')
      options='--digests --untagged'
      arguments='REFERENCES'
      ;;
    'delete-image')
      options=''
      arguments='REPOSITORIES TAGS'
      ;;
    'garbage-collect')
      options='-n --dry-run --grace=NOWHERE --untagged=NOWHERE --uploads=NOWHERE'
      arguments=''
      ;;
    'gc-stats')
      options=''
      arguments=''
      ;;
    help)
      options=
      arguments=COMMANDS...
      ;;
    *) return 1 ;;
  esac
}

# Sets $wanted to the SOURCE of the value of option $1; to nothing when it is a flag or no option.
_nscr_value_of() {
  local option
  wanted=
  for option in $options; do
    [[ $option != "$1"=* ]] || wanted=${option#*=}
  done
}

# The words up to the cursor, in $words: bash breaks them at : and = and @ too.
_nscr_words() {
  local rest=${COMP_LINE:0:COMP_POINT} i word trimmed
  words=()
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    trimmed=${rest#"${rest%%[![:blank:]]*}"}
    ((i < COMP_CWORD)) || word=$trimmed
    if ((${#words[@]} == 0)) || [[ $trimmed != "$rest" ]]; then
      words+=("$word")
    else
      words[-1]+=$word
    fi
    rest=${trimmed#"$word"}
  done
}

# Sets $plain to what the shell makes of $1, variables aside.
_nscr_unquote() {
  plain=${1//[\"\']/}
  plain=${plain//\\/}
  [[ $1 != '~/'* ]] || plain=$HOME/${plain#'~/'}
}

# Adds to $found what begins with $2 and comes from SOURCE $1.
_nscr_add() {
  local IFS=$' \t\n' plain program
  case $1 in
    NOWHERE) ;;
    FILES | LOCATIONS) compopt -o default 2>/dev/null ;;
    DIRECTORIES) compopt -o dirnames 2>/dev/null ;;
    COMMANDS) _nscr_commands "$first" "$2" ;;
    REPOSITORIES | REFERENCES | IMAGES | BLOBS | TAGS)
      _nscr_unquote "${words[0]}"
      program=${BASH_ALIASES[${words[0]}]-$plain}
      # An alias may be several words.
      mapfile -t found < <($program "${store[@]}" complete "${1,,}" "$2" "$first" 2>/dev/null)
      ;;
    *) mapfile -t found < <(compgen -W "${1//,/ }" -- "$2") ;;
  esac
}

# Adds to $found the commands' words that begin with $2, behind the word $1 if there is one.
_nscr_commands() {
  local name before=${1:+$1 } word
  for name in "${names[@]}"; do
    [[ $name != "$before$2"* ]] || {
      word=${name#"$before"}
      found+=("${word%% *}")
    }
  done
}

# Adds to $found the options that begin with $1.
_nscr_options() {
  local option
  for option in $options; do
    [[ $option != "$1"* ]] || found+=("${option%%=*}")
  done
}

_nscr() {
  local names=() everywhere options arguments words wanted= store=() found=()
  local command= isComplete= position=0 first= plain i word typed before breaks
  _nscr_table
  options=$everywhere
  _nscr_words
  for ((i = 1; i < ${#words[@]} - 1; i++)); do
    _nscr_unquote "${words[i]}"
    word=$plain
    if [[ $wanted ]]; then
      [[ ${words[i - 1]} != --store ]] || store=(--store "$word")
      wanted=
    elif [[ $word == --store=* ]]; then
      store=("$word")
    elif [[ $word == -?* ]]; then
      _nscr_value_of "$word"
    elif [[ ! $isComplete ]]; then
      command=${command:+$command }$word
      ! _nscr_table "$command" || {
        isComplete=1
        options="$options $everywhere"
      }
    else
      ((position++)) || first=$word
    fi
  done
  typed=${words[-1]}
  before=
  if [[ ! $wanted && $typed == --*=* ]]; then
    before=${typed%%=*}=
    _nscr_value_of "${typed%%=*}"
    _nscr_add "${wanted:-NOWHERE}" "${typed#*=}"
  elif [[ $wanted ]]; then
    _nscr_add "$wanted" "$typed"
  elif [[ $typed == -* ]]; then
    _nscr_options "$typed"
  elif [[ ! $isComplete ]]; then
    _nscr_commands "$command" "$typed"
  else
    set -- $arguments
    ((position < $#)) || [[ ${*: -1} != *... ]] || position=$(($# - 1))
    ((position >= $#)) || {
      shift $position
      _nscr_add "${1%...}" "$typed"
    }
  fi
  # What stands before the last break of the word is not bash's to replace.
  breaks=${COMP_WORDBREAKS//[^:=@]/}
  local drop=
  if [[ $breaks && $typed == *[$breaks]* ]]; then
    drop=${typed%"${typed##*[$breaks]}"}
    drop=${drop%@} # that one is, as it may begin a host's name
  fi
  COMPREPLY=()
  for word in "${found[@]}"; do
    word=$before$word
    [[ $word != *[:@] ]] || compopt -o nospace 2>/dev/null
    COMPREPLY+=("${word#"$drop"}")
  done
}

complete -F _nscr nscr
