/**
 * The tasks of `npm run …`: installs whatever is missing, then runs the task. It runs on a fresh clone, so only Node's own
 * modules are imported before the packages are installed.
 *
 *   build            type check of all rooms, then all bundles
 *   lint             eslint, prettier, dependencies between the rooms
 *   test             all tests below, with a total at the end
 *   unit [PART]      tests of the core in Node, with a share of each law; only files whose path contains PART; further
 *                    arguments go to mocha
 *   laws [PART]      the tests with laws, with all of each
 *   cli [PART]       tests that start the command line
 *   node, web        the suite inside the Node and the web worker extension host
 *   page [PART]      tests of the panel's page in a browser
 *   desktop          the suite inside a desktop VS Code that @vscode/test-electron downloads
 *   looks [PART…]    screenshots of the panel in four themes, two languages, narrow and wide
 *   pictures         the pictures of the READMEs (media/pictures)
 *   fuzz [--count N] [--seed S]   random flows, checked against general laws; failing ones are minimized and printed
 *   bench, start, package
 */
import { installBrowser, installHost, installPackages } from './install.mjs';

const [task = 'test', ...args] = process.argv.slice(2);

const tasks = {
  build: async () => (await stages()).build(),
  lint: async () => (await stages()).lint(),
  unit: async () => (await stages()).unit(args),
  laws: async () => (await stages()).laws(args),
  cli: async () => (await stages()).commands(args),
  bench: async () => (await stages()).bench(args),
  fuzz: async () => (await stages()).fuzz(args),
  desktop: async () => (await stages()).desktop(),
  node: async () => (await withHost()).extensionHost('node'),
  web: async () => (await withHost()).extensionHost('web'),
  page: async () => (await withHost()).pages(args),
  looks: async () => (await withHost()).looks(args),
  pictures: async () => (await withHost()).pictures(),
  package: async () => {
    await installHost();
    return (await stages()).pack();
  },
  start: async () => {
    await installHost();
    return (await stages()).start(args);
  },
  test: async () => {
    const { everything } = await stages();
    return everything({ bring: bringHost });
  },
};

async function bringHost() {
  await installHost();
  await installBrowser();
}

async function withHost() {
  await bringHost();
  return stages();
}

/** Only the tasks themselves may use the packages. */
function stages() {
  return import('./stages.mjs');
}

if (!Object.hasOwn(tasks, task)) {
  console.error(`no task "${task}"; there are ${Object.keys(tasks).join(', ')}`);
  process.exit(2);
}
try {
  await installPackages();
  const result = await tasks[task]();
  if (result?.failed || result?.ok === false) {
    process.exitCode = 1;
  }
} catch (error) {
  console.error(error.message ?? error);
  process.exitCode = 1;
}
