import { remember } from './remember.ts';

export type Theme = 'dark' | 'light';

const barColors: Record<Theme, string> = { dark: '#171225', light: '#f3e8f1' };

class ThemeChoice {
  // boot.js has decided before the first paint; here we only take it over.
  current = $state<Theme>(
    typeof document !== 'undefined' && document.documentElement.dataset['theme'] === 'light'
      ? 'light'
      : 'dark',
  );

  toggle(): void {
    this.current = this.current === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset['theme'] = this.current;
    document.querySelector('meta[name="theme-color"]')?.setAttribute('content', barColors[this.current]);
    remember('jari:theme', this.current);
  }
}

export const theme = new ThemeChoice();
