import type { Table } from '../table';
import { control } from './control';
import { editor } from './editor';
import { flow } from './flow';
import { header } from './header';
import { http } from './http';
import { options } from './options';
import { partial } from './partial';
import { replies } from './replies';
import { rules } from './rules';
import { runs } from './runs';
import { syntax } from './syntax';
import { timing } from './timing';

/**
 * The texts of findings in Simplified Chinese, a table a subject: they are loaded before a flow is checked. Those of TLS and HTTP/2 come
 * with these parts (more.ts).
 */
export const tables: readonly Table[] = [
  rules,
  control,
  options,
  timing,
  replies,
  header,
  flow,
  http,
  runs,
  syntax,
  editor,
  partial,
];
