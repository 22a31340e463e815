/** What-ifs of TLS: *Another Certificate* and *The Key Leaks Later*. */
import { checkInSlices } from '../check';
import { LEAK, type Line, parseLine } from '../script';
import { type EndId, endpointOf, securedAt } from '../sim';
import { type Trace, final, isGrave, stepsAt } from '../trace';
import { acts, isTalk, refOf, rulesByLine, textsOf, withRun } from './go-on';

/** Faults of the server's certificate: for another name, out of date, of a CA that the client does not trust. */
export const CERTIFICATE_FAULTS = ['name', 'expired', 'untrusted'] as const;
export type CertificateFault = (typeof CERTIFICATE_FAULTS)[number];

/** The server of the connection over TLS that a step (from 0) is about, else of the first one; undefined for none. */
export function sealedServer(trace: Trace, step: number): EndId | undefined {
  const world = final(trace);
  const isServer = (end: EndId): boolean => endpointOf(world, end).app?.tls?.end.role === 'server';
  const at = trace.steps[step];
  const end = at === undefined ? undefined : 'sent' in at ? at.sent.from : 'end' in at ? at.end : undefined;
  const own = end === undefined ? [] : [end, trace.cast.ends[end]?.peer ?? -1];
  return own.find(isServer) ?? trace.cast.ends.find(({ id }) => isServer(id))?.id;
}

/**
 * The flow with another certificate, up to where the client refuses it; then both sides close. Undefined where no side verifies
 * one, or no server speaks TLS.
 */
export function* withCertificate(
  trace: Trace,
  step: number,
  fault: CertificateFault,
): Generator<undefined, string[] | undefined> {
  const server = sealedServer(trace, step);
  if (server === undefined) return undefined;
  const changed = headWith(trace, server, fault);
  const { lines } = trace.script;
  const rest = lines.slice(changed.until);
  const played = yield* checkInSlices({ lines: [...changed.head.map(parseLine), ...rest] }, trace);
  const cut = firstRefused(trace, played, changed);
  if (cut < 0) return undefined;
  const kept = rest.slice(0, cut - changed.until).filter((line) => !isTalk(line));
  while (kept.length > 0 && !acts(kept.at(-1)?.statement)) kept.pop();
  const refused = handshakeOf(lines[cut] as Line);
  const text = [...changed.head, ...kept.map((line) => line.text), ...(refused === undefined ? [] : [refused])];
  const ran = yield* withRun(yield* checkInSlices({ lines: text.map(parseLine) }, played));
  const peer = trace.cast.ends[server]?.peer ?? -1;
  const open = [peer, server].filter((end) => endpointOf(final(ran), end).tcb.state === 'ESTABLISHED');
  const closing = open.map((end) => parseLine(`${refOf(trace, end)} close`));
  return textsOf(yield* withRun(yield* checkInSlices({ lines: [...ran.script.lines, ...closing] }, ran)));
}

/** The lines of a flow up to a place, changed. */
interface Changed {
  readonly head: readonly string[];
  /** The first line (from 0) of the flow behind them. */
  readonly until: number;
}

/** The lines up to the server's host line, which names another certificate. */
function headWith(trace: Trace, server: EndId, fault: CertificateFault): Changed {
  const { lines } = trace.script;
  const host = trace.cast.hosts[trace.cast.ends[server]?.host ?? -1];
  const name = host?.name ?? '';
  const at = lines.findIndex(({ statement: s }) => s?.kind === 'host' && s.name.text === name);
  if (at < 0) {
    const until = lines.findIndex(({ statement }) => statement?.kind === 'flow') + 1;
    const made = certificateLines(trace, server, fault, undefined);
    return { head: [...textsUpTo(lines, until), ...made.lines, `host ${name} certificate=${made.name}`], until };
  }
  const { text, statement } = lines[at] as Line;
  if (statement?.kind !== 'host') return { head: textsUpTo(lines, at + 1), until: at + 1 };
  const own = statement.settings.find(({ key }) => key.text === 'certificate');
  const named = own?.value !== undefined && 'text' in own.value ? own.value : undefined;
  const made = certificateLines(trace, server, fault, named?.text);
  const line =
    own === undefined
      ? `${text.slice(0, statement.end)} certificate=${made.name}${text.slice(statement.end)}`
      : `${text.slice(0, own.start)}certificate=${made.name}${text.slice(own.end)}`;
  return { head: [...textsUpTo(lines, at), ...made.lines, line], until: at + 1 };
}

function textsUpTo(lines: readonly Line[], until: number): string[] {
  return lines.slice(0, until).map(({ text }) => text);
}

/** A certificate with a fault, signed by who signs the right one; and its name, which no other has. */
function certificateLines(
  trace: Trace,
  server: EndId,
  fault: CertificateFault,
  right: string | undefined,
): { readonly lines: readonly string[]; readonly name: string } {
  const statements = trace.script.lines.flatMap(({ statement: s }) => (s?.kind === 'certificate' ? [s] : []));
  const fresh = (wanted: string): string => {
    const isTaken = (name: string): boolean => statements.some((s) => s.name.text === name);
    let name = wanted;
    for (let i = 2; isTaken(name); i++) name = `${wanted}${i}`;
    return name;
  };
  const host = trace.cast.hosts[trace.cast.ends[server]?.host ?? -1];
  const domain = host?.domain ?? host?.name ?? '';
  const signer = statements.find((s) => s.name.text === right)?.by?.text;
  const by = signer === undefined || signer === right ? '' : ` by ${signer}`;
  switch (fault) {
    case 'name': {
      const name = fresh('other');
      return { name, lines: [`certificate ${name} "other.example"${by}`] };
    }
    case 'expired': {
      const name = fresh('expired');
      const year = Number(endpointOf(final(trace), server).app?.tls?.end.setup.today.slice(0, 4) ?? 2026);
      return { name, lines: [`certificate ${name} "${domain}"${by} from ${year - 2}-01-01 until ${year - 1}-01-01`] };
    }
    case 'untrusted': {
      const [ca, name] = [fresh('stranger'), fresh('forged')];
      return {
        name,
        lines: [`certificate ${ca} "A CA That Nobody Trusts" ca`, `certificate ${name} "${domain}" by ${ca}`],
      };
    }
  }
}

/** The first line of the flow that makes a new finding with the other certificate, or does nothing any more; -1 for none. */
function firstRefused(trace: Trace, played: Trace, { head, until }: Changed): number {
  const [said, now] = [rulesByLine(trace, () => true), rulesByLine(played, isGrave)];
  for (let line = until; line < trace.script.lines.length; line++) {
    if (isTalk(trace.script.lines[line] as Line)) continue;
    const other = head.length + line - until;
    const hasNews = now.get(other)?.some((rule) => said.get(line)?.includes(rule) !== true) === true;
    if (hasNews || (stepsAt(trace, line).length > 0 && stepsAt(played, other).length === 0)) return line;
  }
  return -1;
}

/** The handshake alone, where a line brings it up and says more. */
function handshakeOf({ text, statement }: Line): string | undefined {
  if (statement?.kind !== 'message' || statement.saying?.items[0]?.layer.text !== 'https') return undefined;
  const { from, to } = statement;
  return `${text.slice(from.start, from.end)} => ${text.slice(to.start, to.end)} tls`;
}

/**
 * The flow, and at its end the server's private key leaks, with what the wire knows then. Undefined where it has leaked, or no
 * server speaks TLS.
 */
export function withLeak(trace: Trace, step: number): string[] | undefined {
  const server = sealedServer(trace, step);
  const host = trace.cast.ends[server ?? -1]?.host ?? -1;
  const { tls, cast, steps } = trace;
  const world = final(trace);
  if (server === undefined || tls === undefined || world.leaks.has(String(host))) return undefined;
  const connection = securedAt(world, cast, server);
  if (connection === undefined) return undefined;
  const opens = tls.door.wireOpens({ ...connection, leak: steps.length }) !== undefined;
  const lines = trace.script.lines.map(({ text }) => text);
  while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop();
  return [
    ...lines,
    `${LEAK} ${cast.hosts[host]?.name ?? ''}`,
    `expect wire ${opens ? 'knows' : 'lacks'} master-secret`,
  ];
}
