export interface KillProject {
  readonly words: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly changed: readonly string[];
}

export interface Way {
  readonly node: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly before: readonly string[];
}

export interface RunIn {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly isKilled: boolean;
}

type State = 'old' | 'new' | 'mixed';

export declare const ways: { readonly call: (number: number, how?: { readonly isTorn?: boolean; readonly only?: string }) => Way; readonly none: Way };
export declare function startProject(work: string, project: KillProject): string;
export declare function runIn(dir: string, words: readonly string[], way?: Way): Promise<RunIn>;
export declare function fixedTexts(work: string, project: KillProject): Promise<Readonly<Record<string, string>>>;
export declare function stateOf(dir: string, project: KillProject, fixed: Readonly<Record<string, string>>): { readonly state: State; readonly isTold: boolean };
export declare function recovered(dir: string, project: KillProject, fixed: Readonly<Record<string, string>>, options?: { readonly undo?: boolean; readonly killRecovery?: number | null }): Promise<{ readonly from: State; readonly to: State; readonly isTold: boolean }>;
