import { quoted } from '../text/quoted.ts';
import { flagsWithValue, type CompletedOption, type CompletedProgram, type Offer } from './completion.ts';

const actions: Readonly<Record<Exclude<Offer['kind'], 'words'>, string>> = {
  files: '_files',
  directories: '_files -/',
  nothing: ' ',
  rule: '_zlm_lint_rule',
  rules: '_zlm_lint_rules',
  choice: '_zlm_lint_choice',
};

export function zshScript({ commands, rules, levels }: CompletedProgram): string {
  const [lint, ...named] = commands;
  const described = (items: readonly { readonly id: string; readonly help: string }[]): string => items.map(({ id, help }) => `    ${quoted(`${id}:${help}`)}\n`).join('');
  const cases = [lint, ...named].map(({ name, options, argument }) => {
    const own = name === 'lint' ? '_zlm_lint_first' : actionOf(argument);
    const rest = argument.kind === 'nothing' ? [] : [quoted(name === 'lint' || argument.kind === 'files' ? `*: :${own}` : `1: :${own}`)];
    return `    ${name})\n      _arguments -S : \\\n${[...options.map(specOf), ...rest].map((spec) => `        ${spec}`).join(' \\\n')}\n      ;;\n`;
  });
  return `#compdef zlm-lint
# Completion of zlm-lint for zsh. In ~/.zshrc, after compinit: eval "$(zlm-lint completion zsh)"

_zlm_lint_rule() {
  local -a ids
  ids=(
${described(rules)}  )
  _describe -t rules rule ids "$@"
}

_zlm_lint_rules() {
  compset -P '*,'
  compset -S ',*'
  _zlm_lint_rule -S ''
}

_zlm_lint_choice() {
  if compset -P 1 '*='; then compadd -- ${levels.join(' ')}; else _zlm_lint_rule -S ''; fi
}

_zlm_lint_first() {
  local -a commands
  commands=(
${described(named.map(({ name, help }) => ({ id: name, help })))}  )
  [[ -n $zlm_lint_seen ]] || _describe -t commands command commands
  _files
}

_zlm_lint() {
  local command=lint pending zlm_lint_seen word
  local -i index at=0
  for ((index = 2; index < CURRENT; index++)); do
    word=$words[index]
    if [[ -n $pending ]]; then pending=; continue; fi
    case $word in
      --) zlm_lint_seen=1; break ;;
      ${flagsWithValue(lint).join('|')}) pending=1 ;;
      -*) ;;
      ${named.map(({ name }) => name).join('|')}) command=$word at=$index; break ;;
      *) zlm_lint_seen=1; break ;;
    esac
  done
  if ((at)); then
    words[at]=()
    ((CURRENT--))
  fi
  case $command in
${cases.join('')}  esac
}

if [[ $funcstack[1] == _zlm_lint ]]; then _zlm_lint "$@"; else compdef _zlm_lint zlm-lint; fi
`;
}

function specOf({ short, long, help, value, repeatable }: CompletedOption): string {
  const tail = `[${help.replace(/[[\]]/g, '\\$&')}]${value === null ? '' : `: :${actionOf(value)}`}`;
  const name = value === null ? long : `${long}=`;
  if (short === null) return quoted(`${repeatable ? '*' : ''}${name}${tail}`);
  const head = repeatable ? `'*'` : quoted(`(${short} ${long})`);
  return `${head}{${short},${name}}${quoted(tail)}`;
}

function actionOf(offer: Offer): string {
  return offer.kind === 'words' ? `(${offer.words.join(' ')})` : actions[offer.kind];
}
