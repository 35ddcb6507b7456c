import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { readPosition, verifyLog } from '../../rehearsal/src/verify-log/verify.ts';

const usage = `Usage: npm run verify-log -- FILE… [--position POSITION]…

  FILE        an event's log, from GET /api/v1/admin/events/{event}/log; of several, each goes on where the one before ends:
              an archive's files in order, and then the log that is kept
  --position  a position that somebody was shown, on a ticket or by the stream: it must be in the log`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { position: { type: 'string', multiple: true }, help: { type: 'boolean' } },
});
const files = positionals;
const shown = (values.position ?? []).map((text) => ({ text, position: readPosition(text) }));
const unreadable = shown.find(({ position }) => position === undefined);
if (values.help === true || files.length === 0 || unreadable !== undefined) {
  if (unreadable !== undefined) console.error(`"${unreadable.text}" is no position.`);
  console.error(usage);
  process.exit(values.help === true ? 0 : 2);
}

async function* linesOf(): AsyncGenerator<string> {
  for (const file of files) {
    const input = createReadStream(file, 'utf8');
    input.once('error', (error) => {
      console.error(`${file} cannot be read: ${error.message}`);
      process.exit(2);
    });
    yield* createInterface({ input, crlfDelay: Infinity });
  }
}
const { header, changes, head, seats, findings } = await verifyLog(
  linesOf(),
  shown.flatMap(({ position }) => position ?? []),
);
for (const { line, problem } of findings) console.error(`line ${line}: ${problem}`);
if (findings.length > 0) {
  console.error('This log does NOT prove what happened.');
  process.exit(1);
}
const states = Object.entries(seats).map(([state, count]) => `${count} ${state}`);
console.log(`${changes} changes of “${header?.event ?? ''}”, in order, without a gap, chained, and by the rules.
At the end ${states.join(', ')}. Head ${head}.`);
