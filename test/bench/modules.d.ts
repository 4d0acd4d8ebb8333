/** The bench is plain JavaScript: what its modules hand out is of no type that TypeScript knows. */
declare module '../../bench/engine/*';
declare module '../../bench/speed/*';
