/**
 * How long after a hold was answered the last of many watchers has seen it, in milliseconds per change.
 * The holder talks to `url`, the watchers listen to `watchUrl`, which may be another instance.
 */
export async function watchLatency(
  url: string,
  watchUrl: string,
  event: string,
  { watchers, changes }: { readonly watchers: number; readonly changes: number },
): Promise<number[]> {
  const seen = new Map<number, number>();
  const lastSeenAt = new Map<number, number>();
  const abort = new AbortController();
  const stream = `${watchUrl}/api/v1/events/${event}/stream`;
  await Promise.all(
    Array.from({ length: watchers }, async () => {
      const answer = await fetch(stream, { signal: abort.signal });
      const reader = answer.body?.getReader();
      if (reader === undefined) throw new Error('The stream has no body.');
      void readIds(reader, (sequence) => {
        seen.set(sequence, (seen.get(sequence) ?? 0) + 1);
        lastSeenAt.set(sequence, performance.now());
      });
    }),
  );
  await until(() => seen.get(0) === watchers);

  const latencies: number[] = [];
  for (let i = 1; i <= changes; i++) {
    const answer = await fetch(`${url}/api/v1/events/${event}/hold`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'x-user-id': `w${i}` },
      body: `{"seat_ids":[${i}]}`,
    });
    const answeredAt = performance.now();
    if (answer.status !== 200) throw new Error(`A hold was refused: ${answer.status}`);
    await until(() => seen.get(i) === watchers);
    latencies.push(Math.max(0, (lastSeenAt.get(i) ?? answeredAt) - answeredAt));
  }
  abort.abort();
  return latencies;
}

async function readIds(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  onId: (sequence: number) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      const lines = (rest + decoder.decode(chunk.value, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.startsWith('id: ')) onId(Number(line.slice(4)));
    }
  } catch {
    // Aborted: the measurement is over.
  }
}

async function until(isTrue: () => boolean): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!isTrue()) {
    if (performance.now() > deadline) throw new Error('The watchers did not see a change within 30 s.');
    await new Promise((resolve) => setImmediate(resolve));
  }
}
