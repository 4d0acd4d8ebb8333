import { temporaryDirectory } from '../cli/temporary-directory.ts';

/** Texts that mean something where a report is shown. */
export const hostile = [
  '::error::planted',
  '##[error]planted',
  '\n::set-output name=a::planted',
  '%0A::error::planted',
  '\u001b[31mred\u001b]8;;https://evil.example\u0007link',
  '\u202eesrever\u2066',
  ']]><script>alert(1)</script>',
  '`code` ``more``',
  '<img src=x onerror=alert(1)>',
  '[text](https://evil.example) ![image](https://evil.example/i.png)',
  'https://evil.example www.evil.example @somebody #1 :1234:100: | cell',
  '```\n# heading\n',
  '</details></code>',
  '& < > " \' &amp; &#x202e;',
  '\u0000\u0085\u2028\u2029\ufeff\u200b',
] as const;

/** What YAML holds between double quotes. */
export function quoted(text: string): string {
  return `"${Array.from(text, (character) => (/[\x20-\x7e]/.test(character) && !/["\\$]/.test(character) ? character : character === '$' ? '$$' : `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`)).join('')}"`;
}

/** A directory in which names of files, services, networks and images, mounts, comments and reasons are such texts; and where the files lie. */
export function hostileProject(): { readonly cwd: string; readonly paths: readonly string[] } {
  const files: Record<string, string> = {};
  hostile.forEach((text, index) => {
    const name = text.replaceAll('\0', '').replaceAll('/', '∕').slice(0, 60);
    const comment = text.replace(/[\n\0\u0085\u2028\u2029\ufeff]/g, ' ').replace(/[\x00-\x1f]/g, '');
    files[`${index} ${name}/compose.yml`] = `services:
  # ${comment}
  ${quoted(`zlm ${text}`)}:
    image: zlmediakit/zlmediakit:master
    container_name: ${quoted(text)}
    networks: [${quoted(text)}]
    volumes: [${quoted(`./${text.replaceAll('\0', '').replaceAll(':', '')}:/opt/media/conf`)}]
    environment: { ${quoted(text)}: ${quoted(text)} }
    ports: # ${comment}
      - "30000-30500:30000-30500/udp" # ${comment}
      - "80:80" # zlm-lint-disable-line both-protocols-published -- ${comment}
      - "80:80" # zlm-lint-disable-line ${comment}
      - ${quoted(`${text}:1935`)}
networks: { ${quoted(text)}: {} }
`;
    files[`${index} ${name}/docker-compose.yml`] = `services:
  zlm:
    image: zlmediakit/zlmediakit:master
    # ${comment}
    ports: # ${comment}
      - "${30000 + index * 1000}-${30500 + index * 1000}:30000-30500/udp" # ${comment}
    environment: { A: ${quoted(text)} }
`;
  });
  return { cwd: temporaryDirectory(files), paths: Object.keys(files) };
}
