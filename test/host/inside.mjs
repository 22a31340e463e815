/** Runs functions inside the extension host of a window, through the extension in `inside/`. */
import { cpSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './paths.mjs';

/**
 * Installs that extension on a server and listens on a socket for the extension hosts of its windows, which find it in
 * `TCPFLOW_TESTS`. There is one window at a time. After a reload another extension host connects, and the former one is
 * dropped.
 *
 * @param {string} path the socket
 * @param {string} extensions the folder of the server's installed extensions
 */
export function listenInside(path, extensions) {
  // A window loads a single extension for development, which is the one under test, so this one is installed.
  cpSync(join(root, 'test/host/inside'), join(extensions, 'tcpflow-test.inside-0.0.0'), { recursive: true });
  let calls = 0;
  const open = new Map();
  let socket;
  let comes;
  const listener = createServer((next) => {
    socket = next;
    socket.on('error', () => undefined);
    createInterface({ input: next }).on('line', (line) => {
      const { call, result, error } = JSON.parse(line);
      const waiting = open.get(call);
      open.delete(call);
      if (error === undefined) waiting?.resolve(result);
      else waiting?.reject(new Error(error));
    });
    comes?.();
  });
  rmSync(path, { force: true });
  listener.listen(path);
  return {
    /** Resolves with the extension host of the next window that is loaded. */
    next: () => new Promise((resolve) => (comes = resolve)),
    /** Runs a function there. It is sent as text and receives `vscode` and `args`. */
    run(what, ...args) {
      const call = ++calls;
      const done = new Promise((resolve, reject) => open.set(call, { resolve, reject }));
      socket.write(`${JSON.stringify({ call, text: String(what), args })}\n`);
      return done;
    },
    stop() {
      socket?.destroy();
      listener.close();
    },
  };
}
