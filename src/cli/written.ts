import type { Session } from './session';

/** Writes a file. False if it can't be written; an error message is then written. */
export async function isWritten(
  file: string,
  write: () => Promise<unknown>,
  { tell, complain }: Pick<Session, 'tell' | 'complain'>,
): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    const reason = tell.reason(error instanceof Error ? error : new Error(String(error)));
    complain(tell('cannot-write', { file, reason }));
    return false;
  }
}
