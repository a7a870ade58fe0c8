import { describe, expect, it } from 'vitest';
import { readDuration } from './duration.ts';

describe('a duration is read', () => {
  it.each([
    ['1:30', 5400],
    ['01:30:00', 5400],
    ['1h30', 5400],
    ['1h 30m', 5400],
    ['1 h 30 min', 5400],
    ['90m', 5400],
    ['90 min', 5400],
    ['1.5h', 5400],
    ['1,5h', 5400],
    ['1.5', 5400],
    ['1,5', 5400],
    [',5', 1800],
    [':30', 1800],
    ['30m', 1800],
    ['2', 7200],
    ['8.2h', 29_520],
    ['١:٣٠', 5400],
    [' 1:30 ', 5400],
    ['24', 86_400],
    ['0', 0],
    ['१.५', 5400],
    ['1 H', 3600],
  ])('%s is %d seconds', (text, seconds) => {
    expect(readDuration(text)).toEqual({ seconds });
  });
});

describe('a duration is refused', () => {
  it.each([
    ['90', { problem: 'too-long', suggestion: '90 min' }],
    ['1:75', { problem: 'minutes' }],
    ['25h', { problem: 'too-long' }],
    ['-1', { problem: 'negative' }],
    ['abc', { problem: 'unreadable' }],
    ['1h-2', { problem: 'unreadable' }],
    ['', { problem: 'empty' }],
    ['2000', { problem: 'too-long' }],
    ['h', { problem: 'unreadable' }],
    ['.', { problem: 'unreadable' }],
    ['1.5.2', { problem: 'unreadable' }],
  ])('%s', (text, reading) => {
    expect(readDuration(text)).toEqual(reading);
  });
});
