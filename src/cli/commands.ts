/**
 * All commands but the table of connections. A bundle of its own, with the parts of the extension beside it: the table needs
 * neither rules nor endpoints, and is there before these would be loaded.
 */
import { LANGUAGES } from '../words/languages';
import { runAsk } from './asking';
import { runCheck } from './check';
import { runDiagram } from './diagram';
import { CANNOT_RUN, CLEAN } from './exit';
import { runExplore } from './explore';
import { runExport } from './export';
import { runFormat } from './format';
import { runGrade } from './grade';
import { runImport } from './import';
import { runPage } from './page';
import type { ConnectionsRequest, Request } from './requests';
import { runRules } from './rules';
import type { Session } from './session';
import { runTrace } from './trace';

/** The table's verdicts, which do need the engine. */
export { outcomesIn } from './outcomes';

export async function perform(request: Exclude<Request, ConnectionsRequest>, session: Session): Promise<number> {
  const { out, tell, complain } = session;
  switch (request.kind) {
    case 'check':
      return runCheck(request, session);
    case 'explain':
    case 'next':
    case 'play':
      return runAsk(request, session);
    case 'format':
      return runFormat(request, session);
    case 'grade':
      return runGrade(request, session);
    case 'rules':
      return runRules(request, session);
    case 'trace':
      return runTrace(request, session);
    case 'diagram':
      return runDiagram(request, session);
    case 'export':
      return runExport(request, session);
    case 'page':
      return runPage(request, session);
    case 'import':
      return runImport(request, session);
    case 'explore':
      return runExplore(request, session);
    case 'mcp':
      await (await import('./mcp')).serve(session);
      return CLEAN;
    case 'help':
      await out.write(tell(`help/${request.topic}`, { languages: LANGUAGES.join('|') }));
      return CLEAN;
    case 'version':
      await out.write(`tcp-flow ${session.version}\n`);
      return CLEAN;
    case 'wrong':
      complain(tell(request.message, request.args));
      complain(tell('see-help', { command: request.topic === '' ? 'tcp-flow' : `tcp-flow ${request.topic}` }));
      return CANNOT_RUN;
  }
}
