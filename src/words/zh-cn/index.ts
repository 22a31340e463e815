import type { Table } from '../table';
import { capture } from './capture';
import { complete } from './complete';
import { control } from './control';
import { diagram } from './diagram';
import { editor } from './editor';
import { explain } from './explain';
import { explore } from './explore';
import { flow } from './flow';
import { guide } from './guide';
import { header } from './header';
import { http } from './http';
import { inspect } from './inspect';
import { isn } from './isn';
import { library } from './library';
import { message } from './message';
import { moves } from './moves';
import { options } from './options';
import { pages } from './pages';
import { panel } from './panel';
import { partial } from './partial';
import { plain } from './plain';
import { play } from './play';
import { replies } from './replies';
import { rules } from './rules';
import { runs } from './runs';
import { said } from './said';
import { knowing } from './knowing';
import { secrets } from './secrets';
import { sealed } from './sealed';
import { snippets } from './snippets';
import { story } from './story';
import { syntax } from './syntax';
import { templates } from './templates';
import { terms } from './terms';
import { timing } from './timing';
import { tls } from './tls';
import { whatIf } from './what-if';
import { why } from './why';

export { cli } from './cli';

/** All texts in Simplified Chinese, the tables of the English ones. */
export const tables: readonly Table[] = [
  rules,
  capture,
  control,
  options,
  timing,
  replies,
  header,
  flow,
  http,
  tls,
  knowing,
  secrets,
  said,
  sealed,
  runs,
  syntax,
  message,
  moves,
  plain,
  terms,
  why,
  pages,
  editor,
  panel,
  inspect,
  partial,
  play,
  whatIf,
  library,
  story,
  isn,
  diagram,
  complete,
  explain,
  explore,
  guide,
  templates,
  snippets,
];
