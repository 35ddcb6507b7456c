import type { History } from '../history/history.ts';
import { Wire } from './wire.ts';

/** People who share an address: a family, an office, a hall of residence. */
const PEOPLE_PER_ADDRESS = 40;
/** 127.1.0.1 … 127.1.255.250: all of the loopback network is this machine. */
const ADDRESSES_PER_BLOCK = 250;

/**
 * From where the people come. A set-up on this machine sees them at many addresses, as it would a city's; Linux has all
 * of the loopback network without being asked. A set-up elsewhere sees this machine, and limits it as one house.
 */
export function addressesTowards(url: string): (index: number) => string | undefined {
  const { hostname } = new URL(url);
  const isHere = /^127\.|^localhost$/.test(hostname) && process.platform === 'linux';
  return (index) =>
    isHere
      ? `127.1.${String(Math.floor(index / ADDRESSES_PER_BLOCK))}.${String((index % ADDRESSES_PER_BLOCK) + 1)}`
      : undefined;
}

/** The lines that so many people share. */
export function wiresFor(url: string, people: number, history?: History): Wire[] {
  const addressOf = addressesTowards(url);
  if (addressOf(0) === undefined) return [new Wire(url, undefined, history)];
  const count = Math.ceil(people / PEOPLE_PER_ADDRESS);
  return Array.from({ length: count }, (_, i) => new Wire(url, addressOf(i), history));
}
