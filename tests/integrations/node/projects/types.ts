import { doesNotLeak, LeakError, type Options } from 'leakproof';

const options: Options = { on: ['plain'], horizon: 500, tolerating: { heap_bytes: 16 }, missing: 'skip' };

export const passes = async (): Promise<void> => {
  await doesNotLeak((url) => fetch(url).then((reply) => reply.text()), options);
  await doesNotLeak(async (url, { timeout }) => fetch(url, { signal: AbortSignal.timeout(timeout ?? 1000) }));
};

export const scenarios = (error: unknown): string[] =>
  error instanceof LeakError ? error.trials.map(({ scenario }) => scenario) : [];

// @ts-expect-error
doesNotLeak('http://127.0.0.1');
// @ts-expect-error
doesNotLeak(() => undefined, { scenario: 'plain' });
