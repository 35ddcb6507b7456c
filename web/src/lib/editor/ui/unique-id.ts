let last = 0;

/** An id for a field and its label; `$props.id()` would add to what every visitor of a hall loads. */
export function uniqueId(): string {
  return `editor-${++last}`;
}
