// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { Problem } from '../data/problem.ts';
import { sentenceFor, whole } from './whole.ts';

const problem = (code: string) => new Problem({ code, message: 'no', requestId: 'REQ1' });
const thrown = (act: () => unknown): Problem => {
  try {
    act();
  } catch (error) {
    return error as Problem;
  }
  throw new Error('nothing was thrown');
};

describe('whole', () => {
  it('lets fields be refused', () => {
    const data = { workspace: { day: null } };
    expect(whole({ data, problems: [problem('FORBIDDEN'), problem('NOT_FOUND')] })).toBe(data);
  });

  it('does not take a part that failed for a part that is empty', () => {
    expect(thrown(() => whole({ data: { workspace: { day: null } }, problems: [problem('FORBIDDEN'), problem('INTERNAL')] })).code).toBe('INTERNAL');
  });

  it('says that the workspace is out of reach, and keeps the request id', () => {
    const error = thrown(() => whole({ data: { workspace: null }, problems: [problem('NOT_FOUND')] }));
    expect(error.requestId).toBe('REQ1');
    expect(sentenceFor(error, 'Could not load.')).toBe('You no longer have access to this workspace.');
    expect(sentenceFor(problem('INTERNAL'), 'Could not load.')).toBe('Could not load.');
  });
});
