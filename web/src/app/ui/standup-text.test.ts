// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { sentLine } from './standup-text.ts';

describe('when a standup was sent', () => {
  const first = { date: '2026-11-20', createdAt: '2026-11-20T09:12:00.123Z', submittedAt: '2026-11-20T09:12:00.123Z', isInferred: false };

  it('is told as sent, and as updated however soon it was sent again', () => {
    expect(sentLine(first, 'UTC')).toMatch(/^Sent /);
    expect(sentLine({ ...first, submittedAt: '2026-11-20T09:12:00.623Z' }, 'UTC')).toMatch(/^Updated /);
    expect(sentLine({ ...first, submittedAt: '2026-11-21T09:12:00Z' }, 'UTC')).toMatch(/^Updated .*Nov/);
  });

  it('is not told of what nobody wrote', () => {
    expect(sentLine({ ...first, isInferred: true }, 'UTC')).toBe('');
    expect(sentLine({ ...first, submittedAt: null }, 'UTC')).toBe('');
  });
});
