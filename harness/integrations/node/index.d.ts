// SPDX-License-Identifier: MIT

/** Makes one request. A rejection or exception is a failed fetch, which scenarios of faults expect. */
export type Fetch = (url: string, limits: { timeout?: number }) => unknown;

/** The context of a test: `t` of node:test, the first parameter of a test of vitest. */
export interface TestContext {
  name?: string;
  fullName?: string;
  task?: object;
  skip?: (reason?: string) => unknown;
}

export interface Options {
  /** What the server does: `leakproof list` shows all. Default: ["plain"]. */
  on?: string[];
  /** The number of fetches after which memory is judged for the first time. */
  horizon?: number;
  /** Accepts a steady growth of a metric per fetch, as in { heap_bytes: 16 }. */
  tolerating?: Record<string, number>;
  /** `fetch` breaks off replies, and resolves. */
  unread?: boolean;
  /** Seconds to start, to answer and to end. */
  workerTimeout?: number;
  /** More options of `leakproof run`. */
  options?: string[];
  /** The test, or its name in reports. Only node:test and runners that are not known need it. */
  test?: TestContext | string;
  /** The command that runs this test's file, for runners that are not known. */
  command?: string[];
  /** What becomes of the test where the program leakproof is missing. Default: "fail". */
  missing?: 'fail' | 'skip';
}

/** The message is the evidence: what grew, and the line that allocates it. */
export class LeakError extends Error {
  /** The trials, one for each scenario, as `leakproof run --json` writes them. */
  trials: { scenario: string; [key: string]: unknown }[];
}

/** Runs the current test again in processes that are measured, and rejects if `fetch` leaks there. */
export function doesNotLeak(fetch: Fetch, options?: Options): Promise<void>;
