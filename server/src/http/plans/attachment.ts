/** A `Content-Disposition` for a file of that name, whose letters need not be ASCII (RFC 6266). */
export function attachment(name: string, ending: string): string {
  const plain =
    name
      .replace(/[^A-Za-z0-9 ._-]+/g, '')
      .trim()
      .replace(/ +/g, '-')
      .slice(0, 60) || 'plan';
  // encodeURIComponent leaves some that RFC 8187 does not.
  const encoded = encodeURIComponent(name.slice(0, 100).replace(/\p{Surrogate}/gu, '')).replace(
    /['()*!]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}.${ending}"; filename*=UTF-8''${encoded}.${ending}`;
}
