/** The what-if *No Keep-Alive*: each exchange of HTTP on a connection of its own, as in HTTP/1.0. */
import type { Message } from '../layers';
import { quoted } from '../script';
import type { EndId } from '../sim';
import type { Trace } from '../trace';

interface Exchange {
  readonly client: EndId;
  readonly request: Message;
  readonly response: Message | undefined;
}

/** Lines that set a flow up: they stay. */
const SETTING: ReadonlySet<string> = new Set(['profile', 'variant', 'host', 'link']);
/** Header fields that tell of the connection or of the length: the new connections have their own. */
const OWN: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'keep-alive',
  'content-length',
  'transfer-encoding',
  'expect',
]);
/** The first port of the new connections. */
const PORT = 50_001;
const MOST_EXCHANGES = 100;

/**
 * The exchanges of a flow, each on a connection of its own, which the server closes. Undefined if no connection has more
 * than one.
 */
export function withoutKeepAlive(trace: Trace, title?: string): string | undefined {
  const exchanges = exchangesOf(trace);
  const perEnd = new Map<EndId, number>();
  for (const { client } of exchanges) perEnd.set(client, (perEnd.get(client) ?? 0) + 1);
  if (![...perEnd.values()].some((n) => n > 1)) return undefined;
  const setting = trace.script.lines.flatMap(({ statement, text }) =>
    statement && SETTING.has(statement.kind) ? [text] : [],
  );
  const lines = exchanges.slice(0, MOST_EXCHANGES).flatMap((exchange, i) => exchangeLines(trace, exchange, PORT + i));
  const heading = title === undefined ? [] : [`flow ${quoted(new TextEncoder().encode(title))}`];
  return [...heading, ...setting, '', ...lines, ''].join('\n');
}

/** Requests with their final responses: the n-th response of a connection answers the n-th request (RFC 9112 §9.3.2). */
function exchangesOf(trace: Trace): Exchange[] {
  const requests: { client: EndId; message: Message }[] = [];
  const responses = new Map<EndId, Message[]>();
  const known = new Set<Message>();
  for (const step of trace.steps) {
    const from = step.kind === 'segment' ? step.sent.from : step.kind === 'call' ? step.end : undefined;
    if (from === undefined) continue;
    for (const { message } of step.says ?? []) {
      if (message?.head === undefined || known.has(message)) continue;
      known.add(message);
      if (message.kind === 'request') requests.push({ client: from, message });
      else if (message.head.status >= 200) {
        const client = trace.cast.ends[from]?.peer ?? -1;
        responses.set(client, [...(responses.get(client) ?? []), message]);
      }
    }
  }
  const taken = new Map<EndId, number>();
  return requests.map(({ client, message }) => {
    const n = taken.get(client) ?? 0;
    taken.set(client, n + 1);
    return { client, request: message, response: responses.get(client)?.[n] };
  });
}

function exchangeLines(trace: Trace, { client, request, response }: Exchange, port: number): string[] {
  const own = trace.cast.ends[client];
  const peer = trace.cast.ends[own?.peer ?? -1];
  const nameOf = (host: number | undefined): string => trace.cast.hosts[host ?? -1]?.name ?? '';
  const [from, to] = [`${nameOf(own?.host)}:${port}`, `${nameOf(peer?.host)}:${peer?.port ?? 80}`];
  const { method, target } = request.head ?? { method: 'GET', target: '/' };
  const asks = `${from} => ${to}  http/1.0 ${method} ${target}${rest(request)}`;
  if (response?.head === undefined) return [asks];
  return [
    asks,
    `${to} => ${from}  http/1.0 ${response.head.status}${rest(response)}`,
    `${to} close ${from}`,
    `${from} close`,
    `run until ${from} CLOSED`,
  ];
}

/** Header fields and body, in the script's notation. */
function rest({ head, body }: Message): string {
  const fields = (head?.fields ?? []).filter((f) => !OWN.has(f.key));
  const shown = fields.map(({ name, value }) => `${name}: ${/[,}"#]/.test(value) ? JSON.stringify(value) : value}`);
  const length = body.to - body.from;
  return `${shown.length === 0 ? '' : ` {${shown.join(', ')}}`}${length === 0 ? '' : ` len=${length}`}`;
}
