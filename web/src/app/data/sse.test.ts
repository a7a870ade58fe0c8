import { describe, expect, it } from 'vitest';
import { EventParser } from './sse.ts';

const TEXT = 'event: next\ndata: {"data":1}\n\n:\n\nevent: next\ndata: {"data":\ndata: 2}\n\nevent: complete\ndata:\n\n';
const EVENTS = [
  { name: 'next', data: '{"data":1}' },
  { name: 'next', data: '{"data":\n2}' },
  { name: 'complete', data: '' },
];

describe('an event stream', () => {
  it.each([1, 2, 3, 7, 1000])('is read the same in pieces of %d', (size) => {
    const parser = new EventParser();
    const events = [];
    for (let at = 0; at < TEXT.length; at += size) events.push(...parser.push(TEXT.slice(at, at + size)));
    expect(events).toEqual(EVENTS);
  });

  it('takes line ends of Windows', () => {
    expect(new EventParser().push(TEXT.replaceAll('\n', '\r\n'))).toEqual(EVENTS);
  });

  it('keeps what is not whole', () => {
    expect(new EventParser().push('event: next\ndata: {"da')).toEqual([]);
  });
});
