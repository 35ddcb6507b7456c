/** The sums over all labels of what `/metrics` says, by name. */
export async function readMetrics(serverUrl: string): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(`${serverUrl}/metrics`)).text();
  const sums = new Map<string, number>();
  for (const line of text.split('\n')) {
    const match = /^([a-z_]+)(?:\{[^}]*\})? (\S+)/.exec(line);
    if (match === null) continue;
    const [, name = '', value] = match;
    sums.set(name, (sums.get(name) ?? 0) + Number(value));
  }
  return sums;
}
