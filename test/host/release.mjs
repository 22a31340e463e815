/**
 * `node test/host/release.mjs vX.Y.Z`: checks that a tag belongs to the manifest and the changelog, writes the notes of the
 * release to dist/notes.md, and prints the options of the publishing programs as `name=value`. An odd minor number is a
 * pre-release, as VS Code's marketplace advises.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

/** The section of a changelog about a version; undefined if there is none. */
export function notesOf(changelog, version) {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.split(/[\s]/, 1)[0] === version);
  return section?.slice(section.indexOf('\n')).trim();
}

/** The options of vsce and ovsx, npm's tag, and the options of `gh release create`. */
export function optionsOf(version) {
  const isPreRelease = Number(version.split('.')[1]) % 2 === 1;
  return isPreRelease
    ? { flag: '--pre-release', npm: 'next', github: '--prerelease' }
    : { flag: '', npm: 'latest', github: '' };
}

/** The problems of a tag; none if it can be released. */
export function problemsOf(tag, version, changelog) {
  if (tag !== `v${version}`) return [`the tag is ${tag}, and package.json has ${version}`];
  return notesOf(changelog, version) ? [] : [`CHANGELOG.md has no section "## ${version}"`];
}

if (process.argv[1]?.endsWith('release.mjs')) {
  const [tag = ''] = process.argv.slice(2);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
  const problems = problemsOf(tag, version, changelog);
  if (problems.length > 0) {
    console.error(problems.join('\n'));
    process.exit(1);
  }
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(join(root, 'dist/notes.md'), `${notesOf(changelog, version)}\n`);
  for (const [name, value] of Object.entries(optionsOf(version))) console.log(`${name}=${value}`);
}
