import { readFileSync } from 'node:fs';
import { compose } from '../../../server/src/composition.ts';
import { readConfig } from '../../../server/src/config.ts';
import { dieAroundAnswers } from './around-answers.ts';
import { dyingAround } from './around-stores.ts';
import { Death } from './death.ts';

/**
 * The server, as server/src/main.ts puts it together, but mortal: it dies where JARI_CHAOS_DIE_AT says, the
 * JARI_CHAOS_DIE_TIME-th time it comes by, or where JARI_CHAOS_WISH_FILE says when it gets SIGUSR2. No build of the
 * product has these settings.
 */
const env = process.env;
const death = new Death({
  at: env['JARI_CHAOS_DIE_AT'],
  time: Number(env['JARI_CHAOS_DIE_TIME'] ?? 1),
  seenFile: env['JARI_CHAOS_SEEN_FILE'],
});

process.on('SIGUSR2', () => {
  const [at = '', time] = readFileSync(env['JARI_CHAOS_WISH_FILE'] ?? '', 'utf8').split('\n');
  death.wishFor(at, Number(time));
});

const stop = (reason: string): never => {
  console.error(`Jari must stop: ${reason}`);
  process.exit(1);
};
const server = await compose(readConfig(env), stop, { around: dyingAround(death) });
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => void server.close().then(() => process.exit(0)));
}
dieAroundAnswers(death);
await server.listen();
