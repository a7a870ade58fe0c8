import { useGraphiQL } from '@graphiql/react';
import { useEffect } from 'react';

/**
 * Puts the cursor into the query editor when the page opens and when a tab is chosen, and wraps long lines there.
 * The explorer would otherwise take the focus each time a document with an argument appears, and scroll to it; it
 * leaves a focused text area alone. Renders nothing.
 */
export function EditorFocus(): null {
  const editor = useGraphiQL((state) => state.queryEditor);

  useEffect(() => {
    if (!editor) return;
    editor.updateOptions({ wordWrap: 'on' });
    editor.focus();
    document.querySelector('.graphiql-plugin')?.scrollTo(0, 0);
    const beforeTabChange = (event: Event) => {
      if (event.target instanceof Element && event.target.closest('.graphiql-tab')) editor.focus();
    };
    document.addEventListener('click', beforeTabChange, { capture: true });
    return () => {
      document.removeEventListener('click', beforeTabChange, { capture: true });
    };
  }, [editor]);

  return null;
}
