/** The theme of a saved page: the system's theme, until the user chooses another by the button. */
import type { Say } from '../../words/say';

const THEMES = ['light', 'dark', 'hc-dark', 'hc-light'] as const;
type Theme = (typeof THEMES)[number];

/** The CSS classes that VS Code sets on a webview's body for each theme kind. */
const CLASSES: Readonly<Record<Theme, readonly string[]>> = {
  light: ['vscode-light'],
  dark: ['vscode-dark'],
  'hc-dark': ['vscode-high-contrast'],
  'hc-light': ['vscode-high-contrast', 'vscode-high-contrast-light'],
};
const ALL = [...new Set(Object.values(CLASSES).flat())];

function set(theme: Theme): void {
  for (const element of [document.documentElement, document.body]) {
    element.classList.remove(...ALL);
    element.classList.add(...CLASSES[theme]);
  }
}

function systemTheme(): Theme {
  const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
  const isStrong = matchMedia('(prefers-contrast: more), (forced-colors: active)').matches;
  return isStrong ? (isDark ? 'hc-dark' : 'hc-light') : isDark ? 'dark' : 'light';
}

/** Follows the system's theme, and adds the bar with the button that switches through the themes. */
export function startThemes(say: Say): void {
  let theme = systemTheme();
  let isChosen = false;
  set(theme);
  const bar = document.createElement('nav');
  bar.className = 'page-bar';
  bar.setAttribute('aria-label', say('page/bar'));
  const button = document.createElement('button');
  button.textContent = say('page/theme');
  button.addEventListener('click', () => {
    isChosen = true;
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'light';
    set(theme);
  });
  bar.append(button);
  // The panel replaces the body's children.
  document.documentElement.append(bar);
  for (const query of ['(prefers-color-scheme: dark)', '(prefers-contrast: more)', '(forced-colors: active)']) {
    matchMedia(query).addEventListener('change', () => {
      if (!isChosen) set((theme = systemTheme()));
    });
  }
  // The printed form uses the light theme.
  addEventListener('beforeprint', () => set('light'));
  addEventListener('afterprint', () => set(theme));
}
