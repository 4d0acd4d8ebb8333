import { quoted } from '../text/quoted.ts';
import type { CompletedProgram, Offer } from './completion.ts';

/** For bash 3.2 and later, without the package bash-completion; a word with `=` in it may reach the function in pieces. */
export function bashScript({ commands, rules, levels }: CompletedProgram): string {
  const values = commands.flatMap(({ name, options }) =>
    options.flatMap(({ short, long, value }) => (value === null ? [] : [`    ${[...(short === null ? [] : [short]), long].map((flag) => `${name}:${flag}`).join('|')}) takes=${quoted(offerText(value))} ;;\n`])),
  );
  const flags = commands.map(({ name, options }) => `    ${name}) flags=${quoted(options.flatMap(({ short, long }) => (short === null ? [long] : [short, long])).join(' '))} ;;\n`);
  const args = commands.map(({ name, argument }) => `    ${name}) takes=${quoted(offerText(argument))} ;;\n`);
  const [, ...named] = commands.map(({ name }) => name);
  return `# Completion of zlm-lint for bash. In ~/.bashrc: eval "$(zlm-lint completion bash)"

_zlm_lint_takes() {
  takes=
  case $1 in
${values.join('')}  esac
}

_zlm_lint() {
  local rules=${quoted(rules.map(({ id }) => id).join(' '))} levels=${quoted(levels.join(' '))} commands=${quoted(named.join(' '))}
  local cur=\${COMP_WORDS[COMP_CWORD]} command=lint takes= flags= pending= seen= end= last= word part list index
  local -a given
  COMPREPLY=()
  given=()
  for ((index = 1; index <= COMP_CWORD; index++)); do
    word=\${COMP_WORDS[index]}
    if [[ \${#given[@]} -gt 0 && ($word == '=' || $last == '=') ]]; then given[\${#given[@]}-1]+=$word; else given+=("$word"); fi
    last=$word
  done
  [[ $cur == '=' ]] && cur=
  for ((index = 0; index < \${#given[@]} - 1; index++)); do
    word=\${given[index]}
    if [[ -n $pending ]]; then pending=; continue; fi
    case $word in
      --) end=1; break ;;
      --*=*) ;;
      -*) _zlm_lint_takes "$command:$word"; pending=$takes ;;
      *) [[ -z $seen && " $commands " == *" $word "* && $command == lint ]] && command=$word || seen=1 ;;
    esac
  done
  part=\${given[\${#given[@]}-1]}
  takes=
  if [[ -n $end ]]; then
    takes=files
  elif [[ -n $pending ]]; then
    takes=$pending
  elif [[ $part == --*=* ]]; then
    _zlm_lint_takes "$command:\${part%%=*}"
    part=\${part#*=}
  elif [[ $part == -* ]]; then
    case $command in
${flags.join('')}    esac
    takes="words $flags"
  else
    case $command in
${args.join('')}    esac
  fi
  list=
  case $takes in
    words*) list=\${takes#words} ;;
    rule) list=$rules ;;
    rules) list=$rules part=\${part##*,} ;;
    choice) if [[ $part == *=* ]]; then list=$levels part=\${part#*=}; else list=$rules; fi ;;
    files) if [[ -z $seen$end$pending && $command == lint ]]; then list=$commands; fi ;;
  esac
  while IFS= read -r word; do
    [[ -n $word ]] && COMPREPLY+=("\${cur%"$part"}$word")
  done < <(
    [[ -n $list ]] && compgen -W "$list" -- "$part"
    case $takes in
      files) compgen -f -- "$part" ;;
      directories) compgen -d -- "$part" ;;
    esac
  )
  case $takes in files|directories) compopt -o filenames 2>/dev/null ;; esac
}

complete -F _zlm_lint zlm-lint
`;
}

function offerText(offer: Offer): string {
  return offer.kind === 'words' ? `words ${offer.words.join(' ')}` : offer.kind;
}
