import { describe, expect, it } from 'vitest';
import { inRanges, networkOf } from '../../src/http/network.ts';
import { PlacesByNetwork } from '../../src/http/plugins/places-by-network.ts';

describe('what counts as one address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:DB8:0001:2::9', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
  ])('%s counts as %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('ranges', () => {
  const isOurs = inRanges(['10.0.0.0/8', '192.168.1.5', 'fd00::/8', '2001:db8::7']);
  it.each([
    ['10.255.0.1', true],
    ['::ffff:10.0.0.1', true],
    ['192.168.1.5', true],
    ['192.168.1.6', false],
    ['fd12::1', true],
    ['2001:db8::7', true],
    ['2001:db8::1', false],
    [undefined, false],
  ])('of 10/8, 192.168.1.5, fd00::/8 and 2001:db8::7 hold %s: %s', (address, isIn) => {
    expect(isOurs(address)).toBe(isIn);
  });
});

describe('places by address', () => {
  it('are given to each address up to its share, and again when they were given back, once each', () => {
    const places = new PlacesByNetwork(2);
    const [first, second] = [places.take('2001:db8::1'), places.take('2001:db8::2')];
    expect(second).toBeDefined();
    expect(places.take('2001:db8::3')).toBeUndefined();
    expect(places.take('203.0.113.7')).toBeDefined();
    first?.();
    first?.();
    expect(places.take('2001:db8::4')).toBeDefined();
    expect(places.take('2001:db8::5')).toBeUndefined();
  });

  it('leave nothing behind when all have been given back', () => {
    const places = new PlacesByNetwork(5);
    const taken = ['203.0.113.1', '203.0.113.1', '203.0.113.2'].map((address) => places.take(address));
    expect(places.networkCount).toBe(2);
    for (const giveBack of taken) giveBack?.();
    expect(places.networkCount).toBe(0);
  });
});
