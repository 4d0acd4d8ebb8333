/** Words that go to the directory in which the script lies: `cd "$(dirname "$0")"`, `cd -- "${0%/*}" || exit 1`. */
const HOME = /^cd (?:-- )?(?:"?\$\(dirname (?:-- )?"?(?:\$0|\$\{?BASH_SOURCE(?:\[0\]\})?)"?\)"?|"?\$\{0%\/\*\}"?)(?: *(?:;|\|\| *exit(?: \d+)?))? *$/;

/**
 * Whether a shell script goes to its own directory before anything else and stays there, so that its relative paths are known.
 * Every other `cd` in the text, wherever it stands, is a doubt.
 */
export function entersOwnDirectory(file: string, text: string): boolean {
  if (!/\.(?:ba|da|k|z)?sh$/.test(file) && !/^#!.*\bsh\b/.test(text)) return false;
  const lines = text.split(/\r?\n/).filter((line) => !/^\s*(?:#|$)/.test(line));
  const first = lines.findIndex((line) => HOME.test(line));
  if (first < 0 || !lines.slice(0, first).every((line) => /^(?:set [-+]|export )?[\w =.:/+-]*$/.test(line))) return false;
  return lines.every((line, index) => index === first || !/(?<![\w-])(?:cd|pushd|popd|chroot|ssh)(?![\w-])/.test(line));
}
