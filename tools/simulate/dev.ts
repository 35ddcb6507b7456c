import { planOf } from './plan.ts';
import { run } from './run.ts';
const from = Number(process.argv[2] ?? 1), n = Number(process.argv[3] ?? 100);
const t = process.cpuUsage();
const bad: Record<string, number[]> = {};
let sim = 0, ch = 0, rl = 0;
for (let seed = from; seed < from + n; seed++) {
  const r = await run(planOf(seed), process.argv[4] ? { listener: (l) => console.log(l) } : {});
  if (process.argv[5]) { const r2 = await run(planOf(seed)); if (r2.digest !== r.digest) console.log('DIGEST', seed, r.digest, r2.digest); }
  sim += r.simulatedMs; ch += r.changes; rl += r.reloads;
  if (r.finding) { (bad[r.finding.invariant] ??= []).push(seed); if (bad[r.finding.invariant]!.length <= 2) console.log(seed, r.finding.invariant, r.finding.detail.slice(0, 900)); }
}
const u = process.cpuUsage(t); const ms = (u.user + u.system) / 1000;
console.log('ms per seed', (ms / n).toFixed(2), 'sim s per seed', (sim / n / 1000).toFixed(1), 'changes', (ch / n).toFixed(1), 'reloads', rl, Object.fromEntries(Object.entries(bad).map(([k, v]) => [k, [v.length, ...v.slice(0, 8)]])));
