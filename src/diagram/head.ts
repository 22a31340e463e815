/** The heads of the lifelines: name, address, and the state of each end. */
import { type State, phase } from '../tcp';
import type { Layout } from './layout';
import { fit, width } from './measure';
import type { DiagramIndex } from './model';
import { group, rect, text, type Anchor, type Mark } from './scene';

const CHIP = 18;
const MOST_CHIPS = 3;
/** Space between the states of two hosts, pixels. */
const GUTTER = 6;

/** Height of the heads with the space below, pixels. */
export function headHeight(index: DiagramIndex): number {
  const lanes = Math.max(1, ...index.heads.map((h) => h.lanes.length));
  return 44 + (CHIP + 4) * Math.min(MOST_CHIPS, lanes);
}

function chip(state: State, prefix: string, x: number, y: number, anchor: Anchor): Mark {
  const said = prefix + state;
  const w = width(said, 10.5, 'caps') + 16;
  const left = anchor === 'start' ? x : anchor === 'end' ? x - w : x - w / 2;
  return group(
    `chip ${phase(state)}`,
    rect('pill', left + 0.5, y + 0.5, w - 1, CHIP - 1, CHIP / 2),
    text('chip-text', left + w / 2, y + 12.8, 'middle', said),
  );
}

/**
 * The heads of all hosts.
 *
 * @param states the state of each end
 */
export function headScene(index: DiagramIndex, layout: Layout, states: readonly State[]): Mark[] {
  return index.heads.map((head, i) => {
    const first = i === 0;
    const last = i === index.heads.length - 1 && !first;
    const anchor: Anchor = !layout.narrow ? 'middle' : first ? 'start' : last ? 'end' : 'middle';
    const shift = anchor === 'start' ? -8 : anchor === 'end' ? 8 : 0;
    const x = (layout.hostX[i] ?? 0) + shift;
    const room = layout.narrow ? layout.gap / 2 : Math.min(layout.gap, 2 * layout.side) - 8;
    const most = layout.narrow ? (layout.gap - GUTTER) / 2 + Math.abs(shift) : Infinity;
    const [lane] = head.lanes;
    const port = head.lanes.length === 1 && lane !== undefined ? index.lanes[lane]?.port : undefined;
    const host = head.address.includes(':') && port !== undefined ? `[${head.address}]` : head.address;
    const whole = port === undefined ? host : `${host}:${port}`;
    // Without room for both, the port is omitted rather than the address truncated.
    const address = width(whole, 11, 'mono') <= room ? whole : head.address;
    const chips = head.lanes.slice(0, MOST_CHIPS).map((end, k) => {
      const port = head.lanes.length > 1 ? `:${index.lanes[end]?.port ?? ''} ` : '';
      // Without room for both, the port is omitted so that the state does not cover that of another host.
      const prefix = width(port + (states[end] ?? 'CLOSED'), 10.5, 'caps') + 16 <= most ? port : '';
      return chip(states[end] ?? 'CLOSED', prefix, x, 40 + k * (CHIP + 4), anchor);
    });
    return group(
      'host',
      text('host-name', x, 17, anchor, fit(head.name, room, 13, 'bold')),
      text('host-address', x, 32, anchor, fit(address, room, 11, 'mono')),
      ...chips,
    );
  });
}
