/** Hands a text to the browser to be kept as a file. */
export function saveAsFile(name: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has begun by the next task; the text needn't stay in memory longer.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}
