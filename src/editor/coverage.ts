/**
 * The coverage of a search as a list to choose from: the pairs of states that both sides reach, the transitions of the
 * table that were taken, each with the shortest way there, and those that were not taken.
 */
import * as vscode from 'vscode';
import type { Outcome, Path } from '../explore';
import { transitionsOf } from '../report';
import { ROWS, type RowId } from '../tcp';
import type { Say } from '../words/words';

/** A choice in words, and the way that leads there. */
export interface Chosen {
  readonly what: string;
  readonly path: Path;
}

interface Item extends vscode.QuickPickItem {
  readonly path?: Path;
}

/**
 * Lets a user choose from what a search has covered; undefined where nothing is chosen to which a way leads.
 *
 * @param hosts the names of both hosts; of other flows, states are told without names
 */
export async function chooseCovered(outcome: Outcome, hosts: readonly string[], say: Say): Promise<Chosen | undefined> {
  const chosen = await vscode.window.showQuickPick<Item>(itemsOf(outcome, hosts, say), {
    placeHolder: say('explore/coverage-hint'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.path && { what: chosen.label, path: chosen.path };
}

function itemsOf(outcome: Outcome, hosts: readonly string[], say: Say): Item[] {
  const named = (state: string, i: number): string => (hosts.length === 2 ? `${hosts[i] ?? ''} ${state}` : state);
  const { taken, left } = transitionsOf(outcome);
  const heading = (label: string): Item => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const steps = (path: Path): string => say('explore/coverage-steps', { steps: path.length });
  return [
    heading(say('explore/coverage-pairs', { count: outcome.pairs.length })),
    ...outcome.pairs.map(({ states, path }) => ({
      label: states.map(named).join(' · '),
      description: steps(path),
      path,
    })),
    heading(say('explore/coverage-taken', { taken: taken.length, all: taken.length + left.length })),
    ...taken.map(({ row, path }) => ({ ...transition(row, say), description: steps(path), path })),
    heading(say('explore/coverage-left', { count: left.length })),
    ...left.map((row) => transition(row, say)),
  ];
}

/** A row of the transition table: its states, its section, and what the side does. */
function transition(id: RowId, say: Say): Item {
  const { from, to, section } = ROWS[id];
  const states = [...new Set(to)].map((state) => (state === 'same' ? '=' : state));
  return {
    label: `${id}  ${from.join(' | ')} → ${states.join(' | ')}`,
    detail: `${say(`move/${id}`, { host: 'A', peer: 'B' })} (${section})`,
  };
}
