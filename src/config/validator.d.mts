/** One thing that the schema does not allow, as ajv tells it. */
export interface SchemaError {
  /** Where in the data: `/rules/no-wide-port-range/max`. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Compiled from schema/zlm-lint.schema.json by scripts/compile-validator.mjs when the program is built, and when the tests start. */
export declare const validate: {
  (data: unknown): boolean;
  errors?: readonly SchemaError[] | null;
};

/** The keys that a mapping may have, by its place in the data; `*` stands for the number of an entry. */
export declare const keys: Readonly<Record<string, readonly string[]>>;
