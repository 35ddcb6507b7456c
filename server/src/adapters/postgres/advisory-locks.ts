/** Keys of the advisory locks Jari takes in its database. The first number is "JARI" in ASCII. */
const jari = 0x4a415249;

export const advisoryLocks = {
  migration: [jari, 1],
  singleInstance: [jari, 2],
  audit: [jari, 3],
} as const satisfies Record<string, readonly [number, number]>;
