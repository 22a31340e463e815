/** The violations of files by their paths below the source folder: `path:line  message`, then the circles. */
export function violations(files: ReadonlyMap<string, string>, folder?: string): string[];
