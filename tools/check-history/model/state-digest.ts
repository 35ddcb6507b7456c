/** Of a hall's states a number that a change of one seat changes by one operation: reads are compared by it. */
export class StateDigest {
  high = 0;
  low = 0;

  /** @param seatCount all of them available */
  constructor(seatCount: number) {
    for (let seat = 1; seat <= seatCount; seat++) this.toggle(seat, AVAILABLE);
  }

  /** The digest of states as they are told. */
  static of(states: string): StateDigest {
    const digest = new StateDigest(0);
    for (let i = 0; i < states.length; i++) digest.toggle(i + 1, states.charCodeAt(i));
    return digest;
  }

  /** Puts a seat into a state, or takes it out of it. */
  toggle(seat: number, letter: number): void {
    const value = Math.imul(seat, 0x9e3779b1) ^ Math.imul(letter, 0x85ebca6b);
    this.high ^= mixed(value);
    this.low ^= mixed(value ^ 0x5bd1e995);
  }
}

const AVAILABLE = 'a'.charCodeAt(0);

function mixed(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
}
