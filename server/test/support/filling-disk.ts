import { open } from 'node:fs/promises';
import { onTestFinished, vi } from 'vitest';

/** A disk that is full when a test says so: of what is appended then it takes the first half, and fails. */
export async function fillingDisk() {
  const some = await open('/dev/null');
  const files = Object.getPrototypeOf(some) as typeof some;
  await some.close();
  let isFull = false;
  const spy = vi.spyOn(files, 'appendFile').mockImplementation(async function (this: typeof some, data) {
    const text = String(data);
    // From where the last one ended, as appending does.
    await this.writeFile(isFull ? text.slice(0, text.length / 2) : text);
    if (isFull) throw new Error('ENOSPC: no space left on device, write');
  });
  onTestFinished(() => spy.mockRestore());
  return { fill: () => (isFull = true), empty: () => (isFull = false) };
}
