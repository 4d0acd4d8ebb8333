import table from '../../../rules/_facts/run-flags.json' with { type: 'json' };

const tools = [table.docker, table.podman, table.nerdctl];
const values = new Set<string>(tools.flatMap((tool) => [...tool.values, ...tool.lists, ...tool.splits]));
const shorts = new Map(tools.flatMap((tool) => Object.entries(tool.short)));
const WORDS = /(?:"[^"\\]*(?:\\[\s\S][^"\\]*)*"|'[^']*'|\\[\s\S]|[^\s"'\\])+/g;
const CONTINUATION = /(?:\\{1,2}|[ \t][`^])[ \t]*(?:\r?\n|$)/g;
const IMAGE = /^["']?[\w$%<{[(@]/;
/** What a sentence goes on with behind a flag that it speaks of. */
const SENTENCE = /^(?:is|are|was|will|can|may|must|should|does|has|with|without|to|the|and|or|in|on|of|from|for|as|at|by|that|this|when|if)$/i;

/**
 * Whether `docker run` with these arguments only speaks of flags, as in "use `docker run -p 80:80`": no word behind the flags
 * could be an image; a sentence does not publish several ports. `sentence`: the words stand in a sentence, between no quotes.
 */
export function isFragment(args: string, sentence: boolean): boolean {
  const plain = args.replace(CONTINUATION, ' ');
  let isValue = false;
  let flags = true;
  let published = 0;
  for (const [word] of plain.matchAll(WORDS)) {
    if (sentence && SENTENCE.test(word)) return true;
    if (isValue) {
      isValue = false;
      if (/^["']?[\d[].*\d/.test(word)) published++;
    }
    else if (word === '--' && flags) flags = false;
    else if (flags && /^-[^$`]/.test(word)) isValue = wantsValue(word);
    else return !IMAGE.test(word);
  }
  return published < 2;
}

function wantsValue(word: string): boolean {
  if (word.startsWith('--')) return values.has(word.slice(2));
  for (let i = 1; i < word.length; i++) {
    const name = shorts.get(word.charAt(i));
    if (name !== undefined && values.has(name)) return i === word.length - 1;
  }
  return false;
}
