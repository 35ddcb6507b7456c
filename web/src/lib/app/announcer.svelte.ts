/** One polite live region for what a screen reader should hear although the focus is elsewhere. */
class Announcer {
  text = $state('');

  say(text: string): void {
    // The same words twice would be silent: a no-break space makes them different.
    this.text = this.text === text ? `${text}\u00a0` : text;
  }
}

export const announcer = new Announcer();
