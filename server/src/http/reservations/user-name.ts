import { USER_NAME_CODE_POINTS_MAX } from '@jari/contract';

/**
 * Control and format characters, surrogates without a partner, and private use: invisible, or able to make a
 * name look like another one. The joiners U+200C and U+200D are format characters too, but Persian and
 * several Indian scripts are misspelt without them, so they are allowed between two letters or marks.
 */
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u;
const JOINER_IN_WORD = /(?<=[\p{L}\p{M}])[\u200c\u200d](?=[\p{L}\p{M}])/gu;
const VISIBLE = /[\p{L}\p{N}\p{S}\p{P}]/u;

/** How nearly everybody here is called: nothing in it can be composed, joined or invisible. */
const PLAIN = /^[가-힣A-Za-z]{1,25}(?: [가-힣A-Za-z]{1,24})?$/;

/** A name as it is kept, or why it cannot be one. */
export type UserName = { readonly name: string } | { readonly message: string };

/** Composes (NFC), trims, and makes one space of every run of white space. */
export function readUserName(text: string): UserName {
  if (PLAIN.test(text)) return { name: text };
  const name = text.normalize('NFC').trim().replace(/\s+/gu, ' ');
  const length = [...name].length;
  if (length === 0) return { message: 'must not be empty' };
  if (length > USER_NAME_CODE_POINTS_MAX) {
    return { message: `must have at most ${USER_NAME_CODE_POINTS_MAX} characters` };
  }
  if (FORBIDDEN.test(name.replace(JOINER_IN_WORD, ''))) {
    return { message: 'must not contain control or invisible characters' };
  }
  if (!VISIBLE.test(name)) return { message: 'must contain a visible character' };
  return { name };
}
