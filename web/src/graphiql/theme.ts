import { useGraphiQL, useGraphiQLActions, useMonaco } from '@graphiql/react';
import { useEffect } from 'react';
import { followAppTheme, keepAppTheme } from './app-theme.ts';

// Names under which GraphiQL registers its editor themes; defining one again repaints the editors that use it.
const EDITOR_THEMES = { light: 'graphiql-LIGHT', dark: 'graphiql-DARK' };

const EDITORS = {
  light: { base: 'vs', accent: '#1d5fbf', tint: '#1d5fbf1a', card: '#ffffff', argument: '63389a', comment: '176b3a' },
  dark: { base: 'vs-dark', accent: '#86b4ff', tint: '#86b4ff1a', card: '#191d24', argument: 'cbb0fb', comment: '74d199' },
} as const;

/**
 * Gives the editors Daybook's colours. The theme is the application's: what is chosen in either shows in both, also in other
 * windows, and without a choice both follow the system while they are open. Renders nothing.
 */
export function Theme(): null {
  const monaco = useMonaco((state) => state.monaco);
  const chosen = useGraphiQL((state) => state.theme);
  const { setTheme } = useGraphiQLActions();

  useEffect(() => {
    for (const name of ['light', 'dark'] as const) {
      const { base, accent, tint, card, argument, comment } = EDITORS[name];
      monaco?.editor.defineTheme(EDITOR_THEMES[name], {
        base,
        inherit: true,
        rules: [
          { token: 'argument.identifier.gql', foreground: argument },
          { token: 'comment', foreground: comment },
        ],
        colors: {
          'editor.background': '#00000000',
          'scrollbar.shadow': '#00000000',
          'editorWidget.background': card,
          'editorHoverWidget.background': card,
          'editorSuggestWidget.background': card,
          'editorSuggestWidget.selectedBackground': tint,
          'editorSuggestWidget.selectedForeground': accent,
          'menu.background': card,
          'menu.selectionBackground': tint,
          'menu.selectionForeground': accent,
          'quickInput.background': card,
          'quickInputList.focusBackground': tint,
          'list.hoverBackground': tint,
          'list.highlightForeground': accent,
          'list.focusHighlightForeground': accent,
          'textLink.foreground': accent,
          'textLink.activeForeground': accent,
          'editorLink.activeForeground': accent,
          'pickerGroup.foreground': accent,
          'editorWidget.resizeBorder': accent,
          'toolbar.hoverBackground': tint,
          'inputOption.hoverBackground': tint,
          focusBorder: accent,
        },
      });
    }
  }, [monaco]);

  useEffect(() => {
    if (chosen !== null) return;
    const system = matchMedia('(prefers-color-scheme: dark)');
    const follow = () => {
      setTheme(null);
    };
    system.addEventListener('change', follow);
    return () => {
      system.removeEventListener('change', follow);
    };
  }, [chosen, setTheme]);

  useEffect(() => {
    keepAppTheme(chosen);
  }, [chosen]);

  useEffect(() => followAppTheme(setTheme), [setTheme]);

  return null;
}
