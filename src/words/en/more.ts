import type { Table } from '../table';
import { agent } from './agent';
import { controlReasons } from './control';
import { optionsReasons } from './options';
import { timingReasons } from './timing';
import { repliesReasons } from './replies';
import { headerReasons } from './header';
import { h2, h2Reasons } from './h2';
import { httpReasons } from './http';
import { tls, tlsReasons } from './tls';
import { runsReasons } from './runs';
import { partialReasons } from './partial';
import { capture } from './capture';
import { complete } from './complete';
import { diagram } from './diagram';
import { explain } from './explain';
import { explore } from './explore';
import { fence } from './fence';
import { frames } from './frames';
import { guide } from './guide';
import { inspect } from './inspect';
import { isn } from './isn';
import { library } from './library';
import { message } from './message';
import { moves } from './moves';
import { page } from './page';
import { pages } from './pages';
import { panel } from './panel';
import { plain } from './plain';
import { play } from './play';
import { said } from './said';
import { knowing } from './knowing';
import { secrets } from './secrets';
import { sealed } from './sealed';
import { snippets } from './snippets';
import { story } from './story';
import { templates } from './templates';
import { terms } from './terms';
import { whatIf } from './what-if';
import { why } from './why';

/** All other texts in English, a table a subject: they are loaded behind the first findings. */
export const tables: readonly Table[] = [
  controlReasons,
  optionsReasons,
  timingReasons,
  repliesReasons,
  headerReasons,
  httpReasons,
  h2,
  h2Reasons,
  tls,
  tlsReasons,
  runsReasons,
  partialReasons,
  capture,
  knowing,
  secrets,
  said,
  sealed,
  frames,
  message,
  moves,
  plain,
  terms,
  why,
  pages,
  panel,
  inspect,
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
  agent,
  fence,
  page,
];
