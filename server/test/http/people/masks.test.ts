import { expect, it } from 'vitest';
import { maskedName, maskedPhone } from '../../../src/http/people/masks.ts';

it.each([
  ['김철수', '김*수'],
  ['남궁민수', '남**수'],
  ['김구', '김*'],
  ['이', '이*'],
  ['王小明', '王*明'],
  ['Kim Lee', 'K** L**'],
  ['Alice', 'A**'],
  ['김 철수', '김** 철**'],
  ['👩 Zoë', '👩** Z**'],
  ['', ''],
])('the name %j is shown as %j', (name, masked) => {
  expect(maskedName(name)).toBe(masked);
});

it.each([
  ['+821012345678', '010-****-5678'],
  ['+4915112345678', '+**-****-5678'],
  ['+82212345678', '+**-****-5678'],
  ['+2901234', '+**-****-34'],
  ['', ''],
])('the phone %j is shown as %j', (phone, masked) => {
  expect(maskedPhone(phone)).toBe(masked);
});
