/** Message texts by id; `{name}` stands for an argument. */
export type Table = Readonly<Record<string, string>>;

/** A table in another language: the same ids, no more and no fewer. */
export type Same<T> = { readonly [K in keyof T]: string };
