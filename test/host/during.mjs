/** Tells what is being done, and every few seconds that it goes on. */
import { spawn } from 'node:child_process';
import { clearInterval, setInterval } from 'node:timers';

const EVERY = 3000;

/**
 * Awaits `work`, which was begun already, and says what it is meanwhile.
 *
 * @template T
 * @param {string} what such as `installing Chromium`
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
export async function during(what, work) {
  const start = Date.now();
  const seconds = () => `${((Date.now() - start) / 1000).toFixed(0)} s`;
  console.log(`${what} …`);
  const tick = setInterval(() => console.log(`  ${what}: ${seconds()}`), EVERY);
  try {
    return await work;
  } finally {
    clearInterval(tick);
    if (Date.now() - start > EVERY) console.log(`  ${what}: done after ${seconds()}`);
  }
}

/**
 * Runs a program to its end.
 *
 * @returns {Promise<{ status: number | null, stdout: string, stderr: string, error?: Error }>} what it printed, where `stdio`
 *   does not pass it on
 */
export function ended(command, args, options) {
  return new Promise((done) => {
    const child = spawn(command, args, options);
    let [stdout, stderr] = ['', ''];
    child.stdout?.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text) => (stderr += text));
    child.once('error', (error) => done({ status: null, stdout, stderr, error }));
    child.once('close', (status) => done({ status, stdout, stderr }));
  });
}
