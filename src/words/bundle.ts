import { everyText } from './words';

/**
 * The texts of media/l10n/bundle.l10n.zh-cn.json: VS Code looks a translation up by the English text. That file is
 * generated from the tables (`node test/host/generate.mjs`).
 */
export function bundleOfTranslations(): Record<string, string> {
  const bundle: Record<string, string> = {};
  for (const { en, zh } of everyText()) {
    if (zh !== undefined) bundle[en] = zh;
  }
  return bundle;
}

/** Ids that share an English text but not its translation: the bundle could hold only one of them. */
export function ambiguousTexts(): string[] {
  const seen = new Map<string, { id: string; zh: string | undefined }>();
  const clashes: string[] = [];
  for (const { id, en, zh } of everyText()) {
    const first = seen.get(en);
    if (first === undefined) seen.set(en, { id, zh });
    else if (first.zh !== zh) clashes.push(`${first.id} and ${id}: ${en}`);
  }
  return clashes;
}
