/** The npm package `tcp-flow`, made of the bundles of the command line: dist/npm. */
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NOTICES } from './notices.mjs';
import { root } from './paths.mjs';

/** The bundles that the command line is made of. */
const BUNDLES =
  /^(?:cli|commands|mcp|markdown-it|engine|drawing|tls|h2|captures|page|(?:cli\.)?words\..+)\.js$|^page\.css$/;

/** Members that the package shares with the extension's manifest. */
const SHARED = ['version', 'license', 'repository', 'bugs', 'homepage', 'keywords'];

function manifest() {
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return {
    name: 'tcp-flow',
    description: 'Checks TCP flows (.tcpflow) against RFC 9293, plays them, explains them and draws them',
    ...Object.fromEntries(SHARED.map((key) => [key, own[key]])),
    engines: { node: '>=20' },
    bin: { 'tcp-flow': 'dist/cli.js' },
    exports: {
      './markdown-it': { types: './dist/markdown-it.d.ts', default: './dist/markdown-it.js' },
      './package.json': './package.json',
    },
    publishConfig: { access: 'public', provenance: true },
  };
}

/** The types of the plug-in of markdown-it. */
const TYPES = `interface Options {
  /** \`en\` (default) or \`zh-cn\`. */
  readonly language?: string;
  readonly numbers?: 'symbolic' | 'relative' | 'absolute';
  /** The profile of endpoints to which a flow gives none: \`rfc9293\` (default), \`linux\`, \`freebsd\`, \`rfc793\`. */
  readonly profile?: string;
  /** \`false\` if the site has a style sheet for pictures itself. */
  readonly sheet?: boolean;
}
/** Draws the \`tcpflow\` fences of a markdown-it object: \`md.use(tcpflow)\`. */
declare function tcpflow<T>(md: T, options?: Options): T;
declare namespace tcpflow {
  export { tcpflow as default };
}
export = tcpflow;
`;

/** Writes dist/npm anew; the bundles must be there. */
export function writeNpm() {
  const folder = join(root, 'dist/npm');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // The layout is that of the project, so that bundles find files in both.
  for (const [from, names] of [
    ['dist', BUNDLES],
    ['dist/webview', /^panel\.(?:js|css)$/],
    ['media/docs', /^language(?:\..+)?\.md$/],
    ['media/skills/tcpflow', /\.md$/],
  ]) {
    for (const file of readdirSync(join(root, from)).filter((name) => names.test(name))) {
      cpSync(join(root, from, file), join(folder, from, file));
    }
  }
  for (const file of ['LICENSE', NOTICES]) cpSync(join(root, file), join(folder, file));
  cpSync(join(root, 'src/cli/README.md'), join(folder, 'README.md'));
  writeFileSync(join(folder, 'dist/markdown-it.d.ts'), TYPES);
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
}
