import { PersonKeys } from '../../src/adapters/postgres/person-keys.ts';

/** Keys as settings have them. */
export const PERSONAL_DATA_KEY = Buffer.alloc(32, 'a key for the tests').toString('base64url');
export const OLD_PERSONAL_DATA_KEY = Buffer.alloc(32, 'a key of before').toString('base64url');

/** The key by which tests keep names and phones. */
export const personKeys = new PersonKeys([PERSONAL_DATA_KEY]);
