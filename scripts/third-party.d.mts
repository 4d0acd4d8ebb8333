import type { Metafile } from 'esbuild';

export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly text: string;
}

export declare function packagesIn(metafiles: readonly Metafile[]): BundledPackage[];
export declare function thirdPartyLicenses(packages: readonly BundledPackage[]): string;
