import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const project = fileURLToPath(new URL('../', import.meta.url));
const folder = join(project, 'docs/symptoms');
const pages = ['memory', 'rtp-timeout', 'slow-start', 'webrtc-failed'];
const languages = [['.md', 'README.md'], ['.zh.md', 'README.zh.md']] as const;

function read(page: string, ending: string): string {
  return readFileSync(join(folder, page + ending), 'utf8');
}

function links(text: string): string[] {
  return [...text.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, target = '']) => target);
}

function rulesOf(text: string): string[] {
  return links(text).flatMap((target) => /rules\/([\w-]+)\//.exec(target)?.[1] ?? []);
}

it('each symptom has a page in both languages, and nothing else lies there', () => {
  expect(readdirSync(folder).sort()).toEqual(pages.flatMap((page) => [`${page}.md`, `${page}.zh.md`]).sort());
});

describe.each(pages)('%s', (page) => {
  it('leads to the same rules in both languages, to each once', () => {
    const [english, chinese] = languages.map(([ending]) => rulesOf(read(page, ending)));
    expect(english).not.toEqual([]);
    expect(chinese).toEqual(english);
    expect(new Set(english).size).toBe(english?.length);
  });

  it('has the headings and the commands of the other language', () => {
    const outline = (ending: string): unknown => {
      const text = read(page, ending);
      return [[...text.matchAll(/^#+ /gm)].map(([level]) => level), [...text.matchAll(/^```[\s\S]*?^```/gm)].map(([block]) => block)];
    };
    expect(outline('.zh.md')).toEqual(outline('.md'));
  });

  it.each(languages)('*%s leads only to what is there', (ending, readme) => {
    const text = read(page, ending);
    for (const target of links(text)) {
      const rule = /rules\/([\w-]+)\//.exec(target)?.[1];
      if (rule !== undefined) expect(target).toBe(`../../rules/${rule}/${readme}`);
      const [path = '', anchor] = target.split('#');
      const file = join(dirname(join(folder, page)), path);
      expect(existsSync(file), target).toBe(true);
      if (anchor !== undefined) expect(anchors(readFileSync(file, 'utf8')), target).toContain(anchor);
    }
  });

  it.each(languages)('is linked from %s of the project', (ending, readme) => {
    expect(links(readFileSync(join(project, readme), 'utf8'))).toContain(`docs/symptoms/${page}${ending}`);
  });
});

/** As GitHub names the headings of a page. */
function anchors(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading.toLowerCase().replace(/[^\p{L}\p{N}\s-]/gu, '').replace(/\s/g, '-'));
}
