// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { FormErrors } from './form.ts';

describe('the errors of a form', () => {
  it('stand at the field that their path names, wherever in the path', () => {
    const errors = new FormErrors();
    errors.set([{ code: 'OVERLAP', message: 'taken', field: ['input', 'startedAt'] }], ['startedAt', 'note']);
    expect(errors.at('startedAt')).toBe('taken');
    expect(errors.codeAt('startedAt')).toBe('OVERLAP');
    expect(errors.general).toEqual([]);
  });

  it('stand above the button when the field is not shown or not named', () => {
    const errors = new FormErrors();
    errors.set([{ code: 'INVALID', message: 'one', field: ['hidden'] }, { code: 'CLOSED_PERIOD', message: 'two', field: null }], ['note']);
    expect(errors.general.map(({ message }) => message)).toEqual(['one', 'two']);
    expect(errors.isEmpty).toBe(false);
  });

  it('keep the first of a field and go with the next answer', () => {
    const errors = new FormErrors();
    errors.set([{ code: 'REQUIRED', message: 'first', field: ['note'] }, { code: 'TOO_LONG', message: 'second', field: ['note'] }], ['note']);
    expect(errors.at('note')).toBe('first');
    errors.set([], ['note']);
    expect(errors.isEmpty).toBe(true);
  });
});
