/** Type checks for message fields, composed from small ones. */

export type Check = (value: unknown) => boolean;
export type Fields = Readonly<Record<string, Check>>;

export const isString: Check = (v) => typeof v === 'string';
export const isNumber: Check = (v) => typeof v === 'number' && Number.isFinite(v);
export const isInteger: Check = (v) => Number.isSafeInteger(v);
export const isBoolean: Check = (v) => typeof v === 'boolean';

export const optional =
  (check: Check): Check =>
  (v) =>
    v === undefined || check(v);

export const listOf =
  (check: Check): Check =>
  (v) =>
    Array.isArray(v) && v.every(check);

export const oneOf =
  (...values: readonly unknown[]): Check =>
  (v) =>
    values.includes(v);

export const anyOf =
  (...checks: readonly Check[]): Check =>
  (v) =>
    checks.some((check) => check(v));

export const object =
  (fields: Fields): Check =>
  (v) =>
    typeof v === 'object' &&
    v !== null &&
    Object.entries(fields).every(([k, c]) => c((v as Record<string, unknown>)[k]));

export const tripleOf =
  (check: Check): Check =>
  (v) =>
    Array.isArray(v) && v.length === 3 && v.every(check);

export const pairOf =
  (check: Check): Check =>
  (v) =>
    Array.isArray(v) && v.length === 2 && v.every(check);
