import { flagsWithValue, type CompletedOption, type CompletedProgram, type Offer } from './completion.ts';

export function fishScript({ commands, rules, levels }: CompletedProgram): string {
  const [lint, ...named] = commands;
  const when = (name: string): string => `contains ${name} (__zlm_lint_command)`;
  const lines = [
    ...named.map(({ name, help }) => `complete -c zlm-lint -n ${quoted(when('first'))} -a ${name} -d ${quoted(help)}`),
    ...[lint, ...named].flatMap(({ name, options, argument }) => {
      const rest = argument.kind === 'files' ? [] : [`complete -c zlm-lint -n ${quoted(when(name))} -f${offered(argument)}`];
      return [...rest, ...options.map((option) => optionLine(option, when(name)))];
    }),
  ];
  return `# Completion of zlm-lint for fish. In ~/.config/fish/config.fish: zlm-lint completion fish | source

# The command whose words are completed; "first" as long as the next word may still be a command.
function __zlm_lint_command
    set -l value
    for word in (commandline -opc)[2..-1]
        if test -n "$value"
            set value
            continue
        end
        switch $word
            case ${flagsWithValue(lint).join(' ')}
                set value $word
            case --
                echo lint
                return
            case '-*'
            case ${named.map(({ name }) => name).join(' ')}
                echo $word
                return
            case '*'
                echo lint
                return
        end
    end
    printf '%s\\n' lint first
end

function __zlm_lint_rule
    printf '%s\\t%s\\n' ${rules.map(({ id, help }) => `${id} ${quoted(help)}`).join(' ')}
end

# What of the word is being completed, without the option before it.
function __zlm_lint_value
    commandline -ct | string replace -r -- '^--[\\w-]+=' ''
end

function __zlm_lint_rules
    set -l before (__zlm_lint_value | string replace -r -- '[^,]*$' '')
    __zlm_lint_rule | string replace -r -- '^' "$before"
end

function __zlm_lint_choice
    set -l id (__zlm_lint_value | string match -r -- '^[^=]+(?==)')
    if test -n "$id"
        printf '%s\\n' $id=(string split ' ' ${quoted(levels.join(' '))})
    else
        __zlm_lint_rule
    end
end

${lines.join('\n')}
`;
}

function optionLine({ short, long, help, value }: CompletedOption, when: string): string {
  const name = `${short === null ? '' : `-s ${short.slice(1)} `}-l ${long.slice(2)}`;
  return `complete -c zlm-lint -n ${quoted(when)} ${name}${value === null ? '' : taken(value)} -d ${quoted(help)}`;
}

function taken(offer: Offer): string {
  if (offer.kind === 'files') return ' -r -F';
  if (offer.kind === 'directories') return ` -x -a '(__fish_complete_directories (__zlm_lint_value))'`;
  return ` -x${offered(offer)}`;
}

function offered(offer: Offer): string {
  if (offer.kind === 'words') return ` -a ${quoted(offer.words.join(' '))}`;
  if (offer.kind === 'rule' || offer.kind === 'rules' || offer.kind === 'choice') return ` -a '(__zlm_lint_${offer.kind})'`;
  return '';
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
