/**
 * Findings as a SARIF log (OASIS SARIF 2.1.0), for code scanning. Results come first and the tool's rules last, so that
 * a long log is not held in memory; the order of JSON's keys has no meaning.
 */
import { type Edit, type Finding, type Trace, spaceOf } from '../trace';
import { type Level, visible, visibleJson } from '../script';
import { findingText } from '../words/finding';
import type { Say } from '../words/words';
import type { Reported } from './reported';
import { factsOf } from './rule-page';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const HOME = 'https://github.com/tcpflow/tcpflow';

/** SARIF's levels (§3.27.10). */
const LEVEL: Readonly<Record<Level, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  open: 'note',
  hint: 'note',
};

/** A log that is written flow by flow. */
export class SarifLog {
  readonly before = `{"$schema":${JSON.stringify(SCHEMA)},"version":"2.1.0","runs":[{"columnKind":"utf16CodeUnits","results":[`;
  readonly between = '';
  /** The rules of the findings so far, in the order in which they were met. */
  private readonly rules = new Map<string, number>();
  /** How often a fingerprint has been given out. */
  private readonly seen = new Map<string, number>();
  private separator = '\n';

  constructor(
    private readonly say: Say,
    private readonly version: string,
  ) {}

  *report(reported: Reported): Iterable<string> {
    for (const finding of reported.trace.findings) {
      yield `${this.separator}${visibleJson(this.result(reported, finding))}`;
      this.separator = ',\n';
    }
  }

  /** The end of the log: the tool, and the rules that the results refer to. */
  get after(): string {
    const driver = {
      name: 'tcp-flow',
      version: this.version,
      informationUri: HOME,
      rules: [...this.rules.keys()].map((id) => ruleOf(id, this.say)),
    };
    return `\n],"tool":${visibleJson({ driver })}}]}\n`;
  }

  private result(reported: Reported, finding: Finding): unknown {
    const { rule, level, arithmetic, source, related = [], fix } = finding;
    const artifactLocation = { uri: uriOf(reported.file) };
    const parts = [findingText(finding, this.say), arithmetic, source].filter((part) => part !== undefined);
    const at = (place: Pick<Edit, 'line' | 'start' | 'end'>): unknown => ({
      physicalLocation: { artifactLocation, region: regionOf(place) },
    });
    const known = this.rules.get(rule) ?? this.rules.size;
    this.rules.set(rule, known);
    return {
      ruleId: rule,
      ruleIndex: known,
      level: LEVEL[level],
      message: { text: parts.map(visible).join('\n') },
      locations: [at(finding)],
      partialFingerprints: { 'tcpflow/v1': this.fingerprint(reported, finding) },
      ...(related.length === 0
        ? {}
        : {
            relatedLocations: related.map((r, id) => ({
              id,
              message: { text: visible(this.say(r.message, r.args)) },
              physicalLocation: {
                artifactLocation,
                region: regionOf({ line: r.line, ...spanOf(reported.trace, r.line) }),
              },
            })),
          }),
      ...(fix === undefined || fix.edits.length === 0
        ? {}
        : {
            fixes: [
              {
                description: { text: visible(this.say(fix.title, fix.args)) },
                artifactChanges: [
                  {
                    artifactLocation,
                    replacements: fix.edits.map((edit) => ({
                      deletedRegion: regionOf(edit),
                      insertedContent: { text: edit.newText },
                    })),
                  },
                ],
              },
            ],
          }),
    };
  }

  /** The same for a finding whose line has moved: its rule and the text of its line, and which of several it is. */
  private fingerprint(reported: Reported, { rule, line }: Finding): string {
    const text = reported.trace.script.lines[line]?.text.trim() ?? '';
    const print = hashOf(`${reported.file}\n${rule}\n${text}`);
    const nth = (this.seen.get(print) ?? 0) + 1;
    this.seen.set(print, nth);
    return `${print}:${nth}`;
  }
}

function spanOf({ script }: Trace, line: number): { readonly start: number; readonly end: number } {
  const { text = '' } = script.lines[line] ?? {};
  return { start: text.length - text.trimStart().length, end: text.trimEnd().length };
}

/** Lines and columns from 1; the end is behind the last character (§3.30). */
function regionOf({ line, start, end }: Pick<Edit, 'line' | 'start' | 'end'>): unknown {
  return { startLine: line + 1, startColumn: start + 1, endLine: line + 1, endColumn: end + 1 };
}

/** A relative reference with `/` (RFC 3986 §4.2); standard input has a name of its own. */
function uriOf(file: string): string {
  if (file === '-') return 'stdin';
  const path = file.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
  const encoded = path.split('/').map(encodePart).join('/');
  return /^[A-Za-z]:/.test(path) ? `file:///${encoded}` : path.startsWith('/') ? `file://${encoded}` : encoded;
}

/** Half of a surrogate pair is no character, and can't be encoded. */
function encodePart(part: string): string {
  return encodeURIComponent(part.replace(/\p{Cs}/gu, '\ufffd'));
}

function ruleOf(id: string, say: Say): unknown {
  const { level, source } = factsOf(id);
  const helpUri = source === undefined ? undefined : spaceOf(id).link(source);
  const why = spaceOf(id).hasPages ? say(`why/${id}`) : undefined;
  return {
    id,
    ...(why === undefined ? {} : { fullDescription: { text: why }, help: { text: why } }),
    ...(helpUri === undefined ? {} : { helpUri }),
    ...(level === undefined ? {} : { defaultConfiguration: { level: LEVEL[level] } }),
  };
}

/** FNV-1a of 32 bits from two different beginnings, as 16 hexadecimal digits. */
function hashOf(text: string): string {
  return [0x811c9dc5, 0xcbf29ce4]
    .map((seed) => {
      let hash = seed;
      for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
      return (hash >>> 0).toString(16).padStart(8, '0');
    })
    .join('');
}
