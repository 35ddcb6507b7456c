import { rehearse } from '/work/rehearsal/rehearsal/src/rehearse.ts';
const [url = '', token = '', people = '200', seats = '10', pace = '5'] = process.argv.slice(2);
const r = await rehearse(
  {
    url,
    token,
    eventId: 'rehearsal-' + Date.now(),
    stage: { hall: { hall: { rows: Number(seats), seats_per_row: 20 } } },
    people: Number(people),
    openInMs: 5000,
    seed: 1,
    pace: Number(pace),
    streams: 20,
    lastsMs: 120000,
  },
  { progress: (p) => console.log(JSON.stringify(p)) },
  new AbortController().signal,
);
console.log(r.ending, r.judgement.verdicts.map((v) => JSON.stringify(v)).join('\n'));
const out: Record<string, number> = {};
for (const p of r.evidence.records.people) out[p.outcome] = (out[p.outcome] ?? 0) + 1;
console.log(out, [...r.evidence.records.answers.refusals]);
