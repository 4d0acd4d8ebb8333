import { start } from './start.mjs';

/** The rules of `iptables-save`, each with its table. */
export function rulesOf(text) {
  let table = '';
  return text.split('\n').flatMap((line) => {
    if (line.startsWith('*')) table = line.slice(1).trim();
    return /^-[AI] /.test(line) ? [{ table, rule: `${table} ${line.trim()}` }] : [];
  });
}

/** The rules of `nft -j list ruleset`. */
export function nftRulesOf(text) {
  const { nftables } = JSON.parse(text);
  return nftables.flatMap(({ rule }) => (rule === undefined ? [] : [{ table: `${rule.family} ${rule.table}`, rule: `${rule.family} ${rule.table} ${rule.chain} ${rule.handle}` }]));
}

/** How many rules are there that were not there before, by table. Equal ones count as often as they stand there. */
export function addedRules(before, after) {
  const known = new Map();
  for (const { rule } of before) known.set(rule, (known.get(rule) ?? 0) + 1);
  const tables = {};
  for (const { table, rule } of after) {
    const left = known.get(rule) ?? 0;
    if (left > 0) known.set(rule, left - 1);
    else tables[table] = (tables[table] ?? 0) + 1;
  }
  return { total: Object.values(tables).reduce((sum, count) => sum + count, 0), tables };
}

export async function readRules(firewall) {
  if (firewall === 'nftables') return nftRulesOf(await start('nft', ['-j', 'list', 'ruleset']));
  const [four, six] = await Promise.all(['iptables-save', 'ip6tables-save'].map((program) => start(program, [])));
  return [...rulesOf(four), ...rulesOf(six).map(({ table, rule }) => ({ table: `${table} (IPv6)`, rule: `IPv6 ${rule}` }))];
}

/** Which of the three backends an engine writes to: what it says itself, else iptables, of either flavour. */
export function firewallOf(driver, iptablesVersion) {
  if (driver === 'nftables') return 'nftables';
  return iptablesVersion.includes('legacy') ? 'iptables-legacy' : 'iptables-nft';
}
