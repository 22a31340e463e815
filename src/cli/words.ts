/** What the command line itself says, in each language. Findings and diagrams take their words from src/words. */
import type { Args } from '../script';
import { fill, sayFrom, type Language, type Say } from '../words/say';
import type { Table } from '../words/table';

/** Gives the texts of the command line. */
export interface Tell {
  (id: string, args?: Args): string;
  /** Gives the texts of findings and diagrams. */
  readonly say: Say;
  /** The text of a system error. */
  reason(error: Error): string;
}

/** The texts of a language that findings do not say. */
interface Words {
  readonly tables: readonly Table[];
  readonly cli: Table;
}

/** Loads a language when it is spoken. */
export async function speak(language: Language): Promise<Tell> {
  const part = `./words.${language}`;
  const findings = (await import(`${part}.js`)) as Pick<Words, 'tables'>;
  const more = (await import(`${part}.more.js`)) as Pick<Words, 'tables'>;
  const own = `./cli.words.${language}`;
  const { cli } = (await import(`${own}.js`)) as Pick<Words, 'cli'>;
  return tellWith(cli, sayFrom([...findings.tables, ...more.tables]));
}

/** The command line's texts in a language, beside those of the core in it. */
export function tellWith(table: Table, say: Say): Tell {
  const look = (id: string): string => (Object.hasOwn(table, id) ? (table[id] ?? id) : id);
  return Object.assign((id: string, args?: Args) => fill(look(id), args), {
    say,
    reason(error: Error): string {
      const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
      return Object.hasOwn(table, `reason/${code}`) ? look(`reason/${code}`) : code || error.message;
    },
  });
}
