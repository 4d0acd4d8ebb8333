/**
 * What is to be thought of a mutant that no test noticed, by where it stands and what it changes; the first that fits counts.
 * A `gap` is a case that is not tested.
 */
export const judgements = [
  {
    name: 'only the compiler asks',
    why: 'By its form: what narrows a type where the value is not missing in any test. Where it may be missing, this is a gap.',
    fits: ({ mutator, before, after }) => mutator === 'OptionalChaining' || (mutator === 'ConditionalExpression' && (after === 'false' ? /^[\w.]+ === (?:undefined|null)$|^'refused' in \w+$/ : /^[\w.]+ !== (?:undefined|null)$/).test(before)),
  },
  {
    name: 'one proof behind another',
    why: 'What is silenced is kept by touchedBy before a fix is made and by disturbed afterwards; what a fix does is compared in the model, in the files, in the ports and in the findings. Without one of them the others still stop a wrong fix, and no fix of today is wrong: these stand against mistakes that are yet to be made. The reason that is told may be another one.',
    fits: ({ file, line }) => /^src\/fix\/(?:guard|prove|prove-files|prove-ports|neighbours|plan)\.ts$/.test(file) || (file === 'src/fix/fix.ts' && line >= 195),
  },
  {
    name: 'how many are looked at or told',
    why: 'Limits against huge input; test/cli/main/growth.test.ts measures what they are for.',
    fits: ({ before }) => /MOST_/.test(before),
  },
  {
    name: 'gap: names that are kept by a published port',
    why: 'Who may reach ZLMediaKit under which name and port after a move has more combinations than cases. A wrong plan is stopped by the comparison of addresses in the proof; the fuzzer holds it to an independent reading of all names (test/consistency).',
    fits: ({ file }) => file === 'src/fix/host/names.ts',
  },
  {
    name: 'gap: words and places',
    why: 'Which words a refusal or a remark has, or where it points, is asserted for one place of several.',
    fits: ({ mutator }) => ['StringLiteral', 'ObjectLiteral', 'ArrayDeclaration'].includes(mutator),
  },
  {
    name: 'gap: a rule',
    why: 'A case is wanted that tells both sides of the condition apart; a wrong finding is the harm, no file is changed by it.',
    fits: ({ file }) => file.startsWith('rules/') || file === 'src/lint.ts',
  },
  {
    name: 'gap: a plan',
    why: 'A case is wanted; what the plan does is held to the proof before it is offered.',
    fits: ({ file }) => file.startsWith('src/fix/'),
  },
  { name: 'not judged', why: 'Of files that the command does not ask by itself.', fits: () => true },
];
