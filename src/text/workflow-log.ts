/**
 * The lines of a text so that none of them is a command to a GitHub runner, which takes every line for one that begins with `::` behind
 * blanks, or has `##[` anywhere (actions/runner, src/Runner.Common/ActionCommand.cs); nor to the agents of Azure Pipelines (`##vso[`) and
 * TeamCity (`##teamcity[`), by their documentation.
 */
export function withoutCommands(text: string): string {
  return text.replace(/^([\s\x85]*):(?=:)/gm, '$1\\x3a').replace(/##(?=(?:vso|teamcity)?\[)/gi, '#\\x23');
}

/** The text as it is, between lines that keep a runner from reading it; programs that apply patches take those lines for none of theirs. */
export function betweenStops(text: string, token: string): string {
  return `::stop-commands::${token}\n${text}${text.endsWith('\n') ? '' : '\n'}::${token}::\n`;
}
