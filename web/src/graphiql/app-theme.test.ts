// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { preferences, setTheme } from '../shared/preferences.ts';
import { followAppTheme, keepAppTheme, openWithAppTheme } from './app-theme.ts';
import { viewerStorage } from './storage.ts';

beforeEach(() => {
  sessionStorage.clear();
  setTheme('auto');
});

describe('the theme of GraphiQL', () => {
  const storage = viewerStorage(sessionStorage, 'usr_1');

  it.each(['light', 'dark'] as const)('opens %s where the application is', (chosen) => {
    setTheme(chosen);
    openWithAppTheme(storage);
    expect(storage.getItem('graphiql:theme')).toBe(chosen);
  });

  it('opens as the system is where nothing is chosen, whatever it was before', () => {
    storage.setItem('graphiql:theme', 'dark');
    openWithAppTheme(storage);
    expect(storage.getItem('graphiql:theme')).toBeNull();
  });

  it('becomes the application\'s when it is chosen here', () => {
    keepAppTheme('dark');
    expect([preferences.get('theme'), document.documentElement.dataset.theme]).toEqual(['dark', 'dark']);
    keepAppTheme(null);
    expect([preferences.get('theme'), document.documentElement.dataset.theme]).toEqual([null, undefined]);
  });

  it('follows another window, and only as long as it is asked to', () => {
    const change = vi.fn();
    const stop = followAppTheme(change);
    preferences.set('theme', 'dark');
    dispatchEvent(new Event('storage'));
    preferences.set('theme', null);
    dispatchEvent(new Event('storage'));
    stop();
    preferences.set('theme', 'light');
    dispatchEvent(new Event('storage'));
    expect(change.mock.calls).toEqual([['dark'], [null]]);
  });
});
