/** Runs the suite inside a desktop VS Code, which @vscode/test-electron downloads; not part of `npm test`. */
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { cacheFolder } from './install.mjs';
import { root } from './paths.mjs';

try {
  await runTests({
    version: process.env.VSCODE_VERSION ?? 'stable',
    cachePath: cacheFolder('desktop'),
    extensionDevelopmentPath: root,
    extensionTestsPath: join(root, 'dist/test/node/index'),
    launchArgs: [join(root, 'test/fixtures/workspace'), '--disable-extensions', '--disable-workspace-trust'],
  });
} catch (error) {
  console.error(error.message ?? error);
  process.exit(1);
}
