/** Hides what stands in a name where it is not needed: enough is left to ask "are you …?", and no more. */
export function maskedName(name: string): string {
  const words = name.split(' ').filter((word) => word !== '');
  const [only] = words;
  if (only !== undefined && words.length === 1 && ONE_WORD_NAME.test(only)) return maskedWord([...only]);
  return words.map((word) => `${[...word][0] ?? ''}**`).join(' ');
}

/** Names of which a syllable is a word: 김철수, 王小明. */
const ONE_WORD_NAME = /^[\p{Script=Hangul}\p{Script=Han}]+$/u;

function maskedWord(letters: readonly string[]): string {
  const [first = ''] = letters;
  const last = letters.length > 2 ? (letters.at(-1) ?? '') : '';
  return first + '*'.repeat(Math.max(1, letters.length - 2)) + last;
}

/** Of a phone (E.164) the last digits stay, which people say to be found by. */
export function maskedPhone(phone: string): string {
  if (phone === '') return '';
  const last = phone.slice(phone.length > 9 ? -4 : -2);
  return phone.startsWith('+8210') ? `010-****-${last}` : `+**-****-${last}`;
}
