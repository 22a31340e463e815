export function notesOf(changelog: string, version: string): string | undefined;
export function optionsOf(version: string): { readonly flag: string; readonly npm: string; readonly github: string };
export function problemsOf(tag: string, version: string, changelog: string): string[];
