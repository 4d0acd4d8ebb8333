import { describe, expect, it } from 'vitest';
import { found, shown } from './checker.ts';

describe('makefiles', () => {
  it.each<[string, string[], string]>([
    ['x:\n\t@-docker run x\n\tdocker ps\n', ['sh docker run x\n', 'sh docker ps\n'], ''],
    ['x: y ; docker run x\n', ['sh docker run x\n'], ''],
    ['x:\n\tdocker run \\\n\t\t-p 80:80 \\\n\t  x\n', ['sh docker run \\\n\t-p 80:80 \\\n  x\n'], ''],
    ['x:\r\n\tdocker run \\\r\n\t\tx\r\n', ['sh docker run \\\n\tx\n'], ''],
    ['x:\n\tdocker run $$(pwd) $$X x\n', ['sh docker run $(pwd) $X x\n'], ''],
    ['x:\n\tdocker run -v $(PWD):/x ${A_B} x\n', ['sh docker run -v ${PWD}:/x ${A_B} x\n'], '{}'],
    ['P = 8080\nx:\n\tdocker run -p $(P):80 x\n', ['sh docker run -p 8080:80 x\n'], '8080'],
    ['D := docker\nR ?= $(D) run\nR ?= no\nR += -d # c\nx:\n\t$(R) x\n', ['sh docker run -d x\n'], 'docker run -d'],
    ['D = docker\nx:\n\t$D run x\n', ['sh docker run x\n'], 'docker'],
    ['A = 1\nifeq (a,b)\nA = 2\nendif\nx:\n\tdocker $(A)\n', ['sh docker ${A}\n'], '{}'],
    ['y: A = 1\nx:\n\tdocker $(A)\n', ['sh docker ${A}\n'], '{}'],
    ['A != date\ndefine B\nb\nendef\nx:\n\tdocker $(A) $(B)\n', ['sh docker ${A} ${B}\n'], '{}{}'],
    ['A = $(A)\nx:\n\tdocker $(A)\n', ['sh docker ${A}\n'], '{}'],
    ['A = 1\nA = 2\nx:\n\tdocker $(A)\n', ['sh docker 2\n'], '2'],
    ['x:\n\tdocker $(my.v) $(call f,a,b) $@ $< $(@D) $*\n', ['sh docker ${____} ${__________} $@ $_ ${__} $*\n'], '{____}{__________}_{__}'],
    ['x:\n\tdocker -v $(shell pwd):/x -e $(shell echo $(A))\n', ['sh docker -v $(pwd):/x -e $(echo ${A})\n'], '{}'],
    ['# docker run a\nA = docker run b \\\n\tc\n', [], ''],
    ['.ONESHELL:\nx:\n\tP=1\n\tdocker run $$P\ny:\n\tdocker run y\n', ['sh P=1\ndocker run $P\n', 'sh docker run y\n'], ''],
  ])('%j', (source, expected, filled) => {
    const { texts, replaced } = found('Makefile', source);
    expect(texts.map(shown)).toEqual(expected);
    expect(replaced).toBe(filled);
  });

  it('does not grow without end', () => {
    const names = Array.from({ length: 40 }, (_, index) => `A${index} = ${`$(A${index + 1})`.repeat(40)}`);
    const { texts } = found('Makefile', `${names.join('\n')}\nA40 = abc\nx:\n\tdocker $(A0)\n`);
    expect(texts.map(shown)[0]?.length).toBeLessThan(10_000);
  });
});

describe('systemd units', () => {
  it.each<[string, string[], string]>([
    ['[Service]\nExecStartPre=-/usr/bin/docker rm -f x\nExecStart = @+!docker run x\nExecStop=/bin/true\nEnvironment=A=docker\n', ['sh /usr/bin/docker rm -f x', 'sh docker run x'], ''],
    ['ExecStart=docker run \\\n  -p 80:80 \\\n# c\n  ; d\n-e A=1 x\n', ['sh docker run    -p 80:80  -e A=1 x'], '  '],
    ['ExecStart=docker run --name %n-%i -e A=50%% $X ${Y}\r\n', ['sh docker run --name $_-$_ -e A=50% $X ${Y}'], '$_$_'],
    ["ExecStart=docker run --name '%n' x", ['sh docker run --name "$_" x'], '"$_"'],
    ['#ExecStart=docker run x\n', [], ''],
  ])('%j', (source, expected, filled) => {
    const { texts, replaced } = found('a.service', source);
    expect(texts.map(shown)).toEqual(expected);
    expect(replaced).toBe(filled);
  });
});
