/** What a capture proves of the line under the pointer: the fate of its segment, and the names that analysers have for it. */
import * as vscode from 'vscode';
import type { Evidence, Name, OpenedConnection, Passage } from '../../capture';
import type { Say } from '../../words/words';
import type { CaptureDoor } from './part';

const HOSTS = ['client', 'server'] as const;

/** The command that shows a line of a flow, by its address and the number of the line, from 0: links of hovers use it. */
export const SHOW_LINE = 'tcpflow.showCapturedLine';

export function registerShowLine(): vscode.Disposable {
  return vscode.commands.registerCommand(SHOW_LINE, async (address: unknown, line: unknown) => {
    if (typeof address !== 'string' || typeof line !== 'number') return;
    const selection = new vscode.Range(line, 0, line, 0);
    await vscode.window.showTextDocument(vscode.Uri.parse(address, true), { selection });
  });
}

/** The segments that the lines of a connection's flow tell of. */
export class Lines {
  private readonly passages = new Map<number, Passage>();
  /** The first line that has a frame. */
  private readonly frames = new Map<number, number>();
  private readonly names: ReadonlyMap<Passage, readonly Name[]>;

  constructor({ explanation, script }: OpenedConnection, door: CaptureDoor) {
    this.names = door.namesOf(explanation);
    const sent = explanation.events.flatMap(({ kind, passage }) => (kind === 'send' ? [passage] : []));
    const named = new Map<string, Passage>();
    let next = 0;
    for (const [line, { statement, text }] of script.lines.entries()) {
      if (statement?.kind === 'segment') {
        // Each sending is one line, in the order of sending.
        const passage = sent[next++];
        if (passage === undefined) continue;
        this.passages.set(line, passage);
        const name = / as (s\d+)\b/.exec(text)?.[1];
        if (name !== undefined) named.set(name, passage);
        for (const frame of passage.frames) if (!this.frames.has(frame)) this.frames.set(frame, line);
      } else {
        const name = /\b(?:deliver|duplicate) (s\d+)$/.exec(text)?.[1];
        const passage = name === undefined ? undefined : named.get(name);
        if (passage !== undefined) this.passages.set(line, passage);
      }
    }
  }

  /** The sentences about a line, as Markdown; none for a line without a segment. */
  about(line: number, uri: vscode.Uri, say: Say): readonly string[] {
    const passage = this.passages.get(line);
    if (passage === undefined) return [];
    const { from, fate, supposed } = passage;
    const names = (this.names.get(passage) ?? []).map((name) => `**${say(`evidence/name/${name}`)}**`);
    const parties = { from: HOSTS[from], to: HOSTS[from === 0 ? 1 : 0] };
    const sure = say(`evidence/sure/${fate.sure}`);
    const isLost = fate.kind === 'lost';
    const reasons = fate.because.map((evidence) => `- ${this.because(evidence, isLost, uri, say)}`);
    return [
      ...(names.length === 0 ? [] : [names.join(' · ')]),
      ...(supposed ? [say('evidence/fate/supposed', parties)] : []),
      say(`evidence/fate/${fate.kind}`, { ...parties, sure }),
      ...(reasons.length === 0 ? [] : [reasons.join('\n')]),
    ];
  }

  private because({ rule, frames, tap = 0 }: Evidence, isLost: boolean, uri: vscode.Uri, say: Say): string {
    const text = say(rule === 'E-tap' && isLost ? 'evidence/rule/E-tap-lost' : `evidence/rule/${rule}`);
    if (frames.length === 0) return say('evidence/because', { rule, text });
    const list = frames.map((frame) => (tap === 0 ? this.link(frame, uri) : String(frame))).join(', ');
    const id = frames.length === 1 && tap === 0 ? 'evidence/because-frame' : 'evidence/because-frames';
    return say(id, {
      rule,
      text,
      frames: tap === 0 ? list : say('evidence/other', { frames: list }),
    });
  }

  /** A frame, and the way to the line that has it. */
  private link(frame: number, uri: vscode.Uri): string {
    const line = this.frames.get(frame);
    if (line === undefined) return String(frame);
    const query = encodeURIComponent(JSON.stringify([uri.toString(), line]));
    return `[${frame}](command:${SHOW_LINE}?${query})`;
  }
}
