/** Texts by message id; `{name}` is replaced by an argument. */
export type Table = Readonly<Record<string, string>>;

/** A table in another language, with exactly the same ids. */
export type Same<T> = { readonly [K in keyof T]: string };
