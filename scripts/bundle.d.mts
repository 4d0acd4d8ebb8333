import type { Metafile } from 'esbuild';

export declare const root: string;
export declare const program: string;
export declare function bundle(): Promise<{ readonly code: string; readonly launcher: string; readonly metafiles: readonly Metafile[] }>;
