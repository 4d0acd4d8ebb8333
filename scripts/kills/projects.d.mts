import type { KillProject } from './killing.mjs';

export declare const projects: Readonly<Record<'narrowed' | 'moved', KillProject>>;
