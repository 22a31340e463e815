import { closeNotFollowed } from '../layers';
import { formatFlags } from '../wire';
import { isSynchronized, owes } from '../tcp';
import type { EndId, Endpoint, World } from '../sim';
import { FLOW_RULES, type Finding, NOTHING_TOLD, finding, namedFlights } from '../trace';
import type { Parts } from './checked';

/** Hints on the last statement: replies that are still due, and segments in flight. */
export function leftOver(parts: Parts): Finding[] {
  const { lines, stretches, roles } = parts;
  const { ends } = roles.cast;
  const unused = unusedFaults(parts);
  let line = lines.length - 1;
  while (line >= 0 && lines.get(line)?.statement === undefined) line--;
  const statement = lines.get(line)?.statement;
  const world = stretches.last?.after;
  if (statement === undefined || world === undefined) return unused;
  const hints: Finding[] = unused;
  // A run that stopped at a limit has reported it; replies due afterwards are its consequence.
  const isCutShort = stretches.list.some(({ made }) =>
    made.loose.some((l) => l.findings.some((f) => LIMITS.has(f.rule))),
  );
  world.ends.forEach((endpoint, end) => {
    if (isCutShort) return;
    const [due] = owes(endpoint.tcb, endpoint.resets);
    const host = ends[end]?.name ?? '';
    if (due !== undefined) {
      hints.push(
        finding(line, FLOW_RULES['flow/owed-at-end'], statement, { args: { host, flags: formatFlags(due.flags) } }),
      );
    }
  });
  world.ends.forEach((endpoint, end) => {
    const rule = leftOpen(world, ends[end]?.peer ?? -1, end);
    if (rule !== undefined) {
      const args = { host: ends[end]?.name ?? '', state: endpoint.tcb.state };
      hints.push(finding(line, FLOW_RULES[rule], statement, { args }));
    }
  });
  world.ends.forEach((endpoint, end) => {
    if (!owesClose(endpoint)) return;
    const args = { host: ends[end]?.name ?? '', by: endpoint.app?.http?.overBy ?? '' };
    hints.push(finding(line, closeNotFollowed(), statement, { args }));
  });
  const { scope } = stretches.before(Infinity) ?? { scope: NOTHING_TOLD };
  for (const [name, sent] of namedFlights(world, scope)) {
    // A scheduled arrival needs no `deliver`.
    if (sent.arrives !== undefined) continue;
    const from = ends[sent.from]?.name ?? '';
    hints.push(finding(line, FLOW_RULES['flow/in-flight-at-end'], statement, { args: { name, host: from } }));
    if (hints.length >= 20) break;
  }
  return hints;
}

const LIMITS: ReadonlySet<string> = new Set([
  'flow/run-segments',
  'flow/run-large',
  'flow/run-time',
  'flow/run-probes',
  'tcp/ack-storm',
]);

/** Hints on faults such as `lose next …` that never applied. An `every` fault may have applied and is not reported. */
function unusedFaults({ lines, stretches }: Parts): Finding[] {
  const faults = stretches.before(lines.length)?.world.network.faults;
  if (faults === undefined || faults.size === 0) return [];
  return faults.items().flatMap((fault) => {
    const line = stretches.asking(fault.id) ?? -1;
    const statement = lines.get(line)?.statement;
    return fault.every || statement === undefined ? [] : [finding(line, FLOW_RULES['flow/fault-unused'], statement)];
  });
}

/** A server whose last response is out behind a `close` option, and that has not closed (RFC 9112 §9.6). */
function owesClose({ app, tcb }: Endpoint): boolean {
  const http = app?.http;
  if (http?.role !== 'server' || app?.voice.ended === true || !isSynchronized(tcb.state)) return false;
  return http.over !== undefined && http.asked.length === 0 && http.responses > 0;
}

/** A side that only its own user can still close, or that does not know that its peer has gone. */
function leftOpen(world: World, other: EndId, end: EndId): keyof typeof FLOW_RULES | undefined {
  const endpoint = world.ends.get(end);
  const peer = world.ends.get(other);
  if (endpoint === undefined || peer === undefined || endpoint.tcb.owed !== 0) return undefined;
  if (endpoint.tcb.state === 'CLOSE-WAIT') return 'tcp/close-wait-stuck';
  const peerGone = peer.tcb.state === 'CLOSED' && peer.ended !== 'never';
  return isSynchronized(endpoint.tcb.state) && endpoint.tcb.state !== 'TIME-WAIT' && peerGone
    ? 'tcp/left-open'
    : undefined;
}
