/** A file is not what it should be, so nothing can be said about what happened. */
export class Unreadable extends Error {}

export function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unreadable(`${where} is no JSON`);
  }
}
