/** Licences under which others' work may be in what we give away, with the reason. */
export const shippedLicences: Readonly<Record<string, string>> = {
  MIT: 'our own; asks for its text to be kept',
  ISC: 'as MIT, in fewer words',
  '0BSD': 'asks for nothing',
  'BSD-2-Clause': 'asks for its text to be kept',
  'BSD-3-Clause': 'as before, and that nobody advertises with the authors',
  'Apache-2.0': 'asks for its text and notices to be kept; grants patents',
  'BlueOak-1.0.0': 'as MIT, written to be understood',
  'MIT AND OFL-1.1':
    'a font for printed tickets: it may be embedded in documents and given away, not sold alone',
  '(MIT AND Zlib)': 'both ask for their texts to be kept',
  '(MIT OR Apache-2.0)': 'either is above',
  '(MIT OR CC0-1.0)': 'either asks for no more than MIT',
};

/** Licences of what only builds or tests, and is in nothing that we give away. */
export const toolLicences: Readonly<Record<string, string>> = {
  'MPL-2.0': 'changed files of it would have to be published; we change none',
};

/** Packages whose manifest says nothing in a word that counts; read by a person. */
export const readLicences: Readonly<Record<string, string>> = {
  'png-js': 'MIT',
};
