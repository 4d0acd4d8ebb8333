/** What the engine gives a container that asks for nothing; `null` where it is not known. */
export interface EngineDefaults {
  readonly hostname: string | null;
  readonly logDriver: string | null;
  readonly runtime: string | null;
  readonly cgroupns: string | null;
}

/** Of JSON that came without its engine: what almost every engine has. */
export const usualDefaults: EngineDefaults = { hostname: null, logDriver: 'json-file', runtime: 'runc', cgroupns: null };
